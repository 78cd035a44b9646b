#include "bncheck/bench/plugin_competitor.h"

#include <chrono>

#include "bncheck/bench/plugin_call.h"
#include "bncheck/host/host.h"
#include "bncheck/host/library.h"
#include "core/dialect.h"

namespace bncheck::bench {
namespace {

/// Loads a plug-in that a clock of this process can time.
bn_plugin load_for_cpu(const std::filesystem::path& library) {
  const bn_plugin plugin = host::load_library(library).plugin;
  if (plugin.device != BN_CUDA) return plugin;
  throw host::LoadError(library.string() +
                        " works on a CUDA device, and bench times calls on the CPU alone");
}

class PluginCompetitor : public Competitor {
 public:
  explicit PluginCompetitor(const std::filesystem::path& library)
      : plugin_(load_for_cpu(library)) {}

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
  bn_plugin plugin_;
  std::unique_ptr<PluginCall> call_;
};

}  // namespace

std::unique_ptr<Competitor> load_competitor(const std::filesystem::path& library) {
  return std::make_unique<PluginCompetitor>(std::filesystem::absolute(library));
}

}  // namespace bncheck::bench
