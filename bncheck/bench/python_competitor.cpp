#include "bncheck/bench/python_competitor.h"

#include "bncheck/bench/python_process.h"
#include "bncheck/bench/python_tensors.h"
#include "bncheck/host/python_worker.h"
#include "core/dialect.h"

namespace bncheck::bench {
namespace {

using nlohmann::json;

class PythonCompetitor : public Competitor {
 public:
  PythonCompetitor(const std::string& name, std::filesystem::path interpreter, unsigned threads)
      : target_(host::find_python(name)), interpreter_(std::move(interpreter)) {
    start(threads);
  }

  std::string name() const override { return text("name"); }
  std::string version() const override { return text("version"); }

  Readiness prepare(const Workload& workload, Stage& stage) override {
    stage_ = &stage;
    if (threads_ != workload.threads || !process_->is_alive()) start(workload.threads);
    const json answer = process_->ask(request(workload));
    Readiness readiness;
    readiness.remarks.emplace_back("allocates its outputs");
    if (answer["recomputes"] == true) {
      readiness.remarks.emplace_back("backward computes the statistics again");
    }
    return readiness;
  }

  std::vector<double> take_turn(unsigned untimed, unsigned timed) override {
    return process_->ask({{"do", "turn"}, {"untimed", untimed}, {"timed", timed}})["seconds"];
  }

  std::vector<std::vector<double>> answer() override {
    process_->ask({{"do", "answer"}, {"channels", stage_->sampled()}});
    return shared_answer(*process_, *stage_);
  }

 private:
  void start(unsigned threads) {
    process_.reset();
    process_ = std::make_unique<PythonProcess>(target_.string(), interpreter_, threads);
    threads_ = threads;
  }

  std::string text(const char* key) const { return process_->introduction().value(key, ""); }

  bool saves_invstd() const {
    const std::string dialect = text("dialect");
    return parse_dialect(dialect.empty() ? "pytorch" : dialect).saved == SavedStatistic::invstd;
  }

  json request(const Workload& workload) {
    const Problem& problem = stage_->problem();
    return {{"do", "prepare"},
            {"operation", to_string(workload.operation)},
            {"dtype", to_string(workload.dtype)},
            {"layout", to_string(workload.layout)},
            {"eps", problem.eps},
            {"momentum", problem.momentum},
            {"saves_invstd", saves_invstd()},
            {"tensors", share_tensors(*process_, *stage_)}};
  }

  std::filesystem::path target_, interpreter_;
  std::unique_ptr<PythonProcess> process_;
  Stage* stage_ = nullptr;
  unsigned threads_ = 0;
};

}  // namespace

std::unique_ptr<Competitor> start_competitor(const std::string& name,
                                             const std::filesystem::path& interpreter,
                                             unsigned threads) {
  return std::make_unique<PythonCompetitor>(name, interpreter, threads);
}

}  // namespace bncheck::bench
