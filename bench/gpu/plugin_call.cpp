#include "bench/gpu/plugin_call.h"

#include "bncheck/bench/competitor.h"
#include "core/dialect.h"

namespace bncheck::gpu_bench {
namespace {

using bench::CallFailure;
using bench::CallRefusal;

template <class Args>
void fill_common(Args& args, const Stage& stage) {
  args.struct_size = sizeof args;
  const bool evaluates = stage.workload().operation == bench::Operation::evaluation;
  args.mode = evaluates ? BN_EVAL : BN_TRAINING;
  args.device = BN_CUDA;
  args.eps = stage.config().eps;
  args.stream = stage.stream().get();
}

/// Asks for a workspace, and keeps a larger one that is there.
template <class Args>
void provide(Memory& memory, std::size_t (*asked)(const Args*), Args& args) {
  const std::size_t bytes = asked == nullptr ? 0 : asked(&args);
  if (bytes > memory.bytes()) memory = Memory(bytes);
  args.workspace = bytes == 0 ? nullptr : memory.data();
  args.workspace_size = bytes;
}

}  // namespace

PluginCall::PluginCall(const bn_plugin& plugin, Stage& stage)
    : plugin_(plugin),
      stage_(stage),
      is_backward_(stage.workload().operation == bench::Operation::backward),
      weight_(stage.parameter(stage.values().weight)),
      bias_(stage.parameter(stage.values().bias)),
      running_mean_(stage.parameter(stage.values().running_mean)),
      running_var_(stage.parameter(stage.values().running_var)),
      save_mean_(stage.parameter({0})),
      save_invstd_(stage.parameter({0})),
      dweight_(stage.parameter({0})),
      dbias_(stage.parameter({0})) {
  if (is_backward_ && plugin.backward == nullptr) throw CallRefusal("it offers no backward");
  fill_forward();
  if (plugin.supports != nullptr && plugin.supports(&forward_) != BN_OK) {
    throw CallRefusal("it does not support the call");
  }
  provide(workspace_, plugin.forward_workspace, forward_);
  if (!is_backward_) return;
  save_statistics();
  fill_backward();
  provide(workspace_, plugin.backward_workspace, backward_);
}

void PluginCall::fill_forward() {
  fill_common(forward_, stage_);
  forward_.momentum = stage_.config().momentum;
  forward_.x = stage_.x(0);
  forward_.y = stage_.result(0);
  forward_.weight = stage_.parameter_view(weight_);
  forward_.bias = stage_.parameter_view(bias_);
  forward_.running_mean = stage_.parameter_view(running_mean_);
  forward_.running_var = stage_.parameter_view(running_var_);
  if (forward_.mode == BN_EVAL) return;
  forward_.save_mean = stage_.parameter_view(save_mean_);
  forward_.save_invstd = stage_.parameter_view(save_invstd_);
}

void PluginCall::fill_backward() {
  fill_common(backward_, stage_);
  backward_.weight = forward_.weight;
  backward_.running_mean = forward_.running_mean;
  backward_.running_var = forward_.running_var;
  backward_.save_mean = forward_.save_mean;
  backward_.save_invstd = forward_.save_invstd;
  backward_.dweight = stage_.parameter_view(dweight_);
  backward_.dbias = stage_.parameter_view(dbias_);
}

/// All sets have the same x: one call will do.
void PluginCall::save_statistics() {
  const char* dialect = plugin_.dialect == nullptr ? "pytorch" : plugin_.dialect;
  if (parse_dialect(dialect).saved != SavedStatistic::invstd) {
    throw CallRefusal("its forward saves no 1/sqrt(var + eps) for backward");
  }
  check_status(plugin_.forward(&forward_), "forward");
  stage_.stream().wait();
}

void PluginCall::enqueue(int set) {
  if (is_backward_) {
    backward_.x = stage_.x(set);
    backward_.dy = stage_.dy(set);
    backward_.dx = stage_.result(set);
    return check_status(plugin_.backward(&backward_), "backward");
  }
  forward_.x = stage_.x(set);
  forward_.y = stage_.result(set);
  check_status(plugin_.forward(&forward_), "forward");
}

std::vector<std::string> PluginCall::remarks() const {
  bn_contract contract = {};
  contract.struct_size = sizeof contract;
  const bool is_known = is_backward_ && plugin_.contract != nullptr &&
                        plugin_.contract(&forward_, &contract) == BN_OK;
  if (!is_known || contract.backward_statistics != BN_RECOMPUTED) return {};
  return {"backward computes the statistics again"};
}

void PluginCall::check_status(bn_status status, const char* function) const {
  if (status == BN_OK) return;
  if (status == BN_UNSUPPORTED) throw CallRefusal("it does not support the call");
  if (status == BN_INVALID_ARGUMENT) throw CallRefusal("it holds the operation for undefined here");
  const char* reason = plugin_.last_error == nullptr ? nullptr : plugin_.last_error();
  throw CallFailure(std::string(function) + " failed" +
                    (reason == nullptr || *reason == '\0' ? "" : std::string(": ") + reason));
}

}  // namespace bncheck::gpu_bench
