#include "bncheck/bench/plugin_competitor.h"

#include <chrono>

#include "bncheck/bench/plugin_call.h"
#include "bncheck/host/library.h"
#include "core/dialect.h"

namespace bncheck::bench {
namespace {

class PluginCompetitor : public Competitor {
 public:
  explicit PluginCompetitor(const std::filesystem::path& library)
      : plugin_(*host::load_library(library).plugin) {}

  std::string name() const override { return plugin_.name; }
  std::string version() const override { return plugin_.version == nullptr ? "" : plugin_.version; }

  Readiness prepare(const Workload& workload, Stage& stage) override {
    call_ = std::make_unique<PluginCall>(plugin_, workload, stage);
    return call_->readiness();
  }

  std::vector<double> take_turn(unsigned untimed, unsigned timed) override {
    using Clock = std::chrono::steady_clock;
    for (unsigned i = 0; i < untimed; ++i) call_->run();
    std::vector<double> seconds;
    for (unsigned i = 0; i < timed; ++i) {
      const Clock::time_point start = Clock::now();
      call_->run();
      seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
    }
    return seconds;
  }

  std::vector<std::vector<double>> answer() override { return call_->answer(); }

 private:
  const bn_plugin& plugin_;
  std::unique_ptr<PluginCall> call_;
};

}  // namespace

std::unique_ptr<Competitor> load_competitor(const std::filesystem::path& library) {
  return std::make_unique<PluginCompetitor>(std::filesystem::absolute(library));
}

}  // namespace bncheck::bench
