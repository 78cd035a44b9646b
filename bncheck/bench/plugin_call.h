#pragma once

#include "bncheck/bench/competitor.h"
#include "bncheck/host/workspace.h"
#include "core/dialect.h"
#include "impl/bn_plugin.h"

namespace bncheck::bench {

/// A call of a plug-in at one workload: everything that it reads and writes is there beforehand.
class PluginCall {
 public:
  /// Asks whether the plug-in supports the call. Where it refuses to train with running statistics,
  /// asks for training without. Backward is given what the plug-in's own forward saves, or the
  /// truth where the dialect does not save 1/sqrt(var + eps).
  PluginCall(const bn_plugin& plugin, const Workload& workload, Stage& stage);

  const Readiness& readiness() const { return readiness_; }

  /// Calls. Throws CallFailure.
  void run() const;

  /// Calls once, on an output that holds nothing, and with the running statistics as they were at
  /// first. Returns the sampled channels of the output.
  std::vector<std::vector<double>> answer();

 private:
  void fill_forward(const Workload& workload);
  void fill_backward(const Workload& workload);
  void ask();
  void drop_running_statistics();
  void save_statistics();
  void remark_on_contract();
  void check(bn_status status, const char* function) const;

  const bn_plugin& plugin_;
  Stage& stage_;
  SavedStatistic saves_;
  bool is_backward_;
  Buffer weight_, bias_, running_mean_, running_var_, save_mean_, save_invstd_, dweight_, dbias_;
  host::Workspace forward_workspace_, backward_workspace_;
  bn_forward_args forward_ = {};
  bn_backward_args backward_ = {};
  Readiness readiness_;
};

}  // namespace bncheck::bench
