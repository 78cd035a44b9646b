#pragma once

#include <string>
#include <vector>

#include "bench/gpu/stage.h"

namespace bncheck::gpu_bench {

/// The calls of a plug-in at one workload: everything that they read and write is there beforehand.
class PluginCall {
 public:
  /// Asks for the workspace, and, before backward, for what forward saves. Throws
  /// bench::CallRefusal or bench::CallFailure.
  PluginCall(const bn_plugin& plugin, Stage& stage);

  /// Enqueues a call on a set of the stage's tensors. Throws the same.
  void enqueue(int set);

  /// What a reader of its time should know.
  std::vector<std::string> remarks() const;

 private:
  void fill_forward();
  void fill_backward();
  void save_statistics();
  void check_status(bn_status status, const char* function) const;

  const bn_plugin& plugin_;
  Stage& stage_;
  bool is_backward_;
  Memory weight_, bias_, running_mean_, running_var_, save_mean_, save_invstd_, dweight_, dbias_;
  Memory workspace_;
  bn_forward_args forward_ = {};
  bn_backward_args backward_ = {};
};

}  // namespace bncheck::gpu_bench
