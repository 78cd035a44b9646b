#include "bncheck/bench/plugin_call.h"

#include "bncheck/host/contract_conversion.h"
#include "bncheck/host/machine.h"

namespace bncheck::bench {
namespace {

template <class Args>
void fill_common(Args& args, const Workload& workload, const Problem& problem) {
  args.struct_size = sizeof args;
  args.mode = workload.operation == Operation::evaluation ? BN_EVAL : BN_TRAINING;
  args.device = BN_CPU;
  args.threads = static_cast<std::int32_t>(workload.threads);
  args.eps = problem.eps;
}

/// Gives the call what it asks for, once and for all times.
template <class Args>
void provide(host::Workspace& workspace, Args& args, std::size_t (*size)(const Args*)) {
  if (size == nullptr) return;
  try {
    const std::span<std::byte> given = workspace.take(size(&args));
    args.workspace = given.empty() ? nullptr : given.data();
    args.workspace_size = given.size();
  } catch (const host::Misdeed& misdeed) {
    throw CallFailure(std::string("it ") + misdeed.what());
  }
}

SavedStatistic saved_by(const bn_plugin& plugin) {
  return parse_dialect(plugin.dialect == nullptr ? "pytorch" : plugin.dialect).saved;
}

}  // namespace

PluginCall::PluginCall(const bn_plugin& plugin, const Workload& workload, Stage& stage)
    : plugin_(plugin),
      stage_(stage),
      saves_(saved_by(plugin)),
      is_backward_(workload.operation == Operation::backward),
      weight_(stage.parameter(stage.problem().weight)),
      bias_(stage.parameter(stage.problem().bias)),
      running_mean_(stage.parameter(stage.problem().running_mean)),
      running_var_(stage.parameter(stage.problem().running_var)),
      save_mean_(stage.parameter(stage.saved().mean)),
      save_invstd_(stage.parameter(stage.saved().invstd)),
      dweight_(stage.parameter(stage.problem().weight)),
      dbias_(stage.parameter(stage.problem().bias)) {
  fill_forward(workload);
  ask();
  if (!readiness_.refusal.empty()) return;
  provide(forward_workspace_, forward_, plugin_.forward_workspace);
  if (!is_backward_) return;
  save_statistics();
  fill_backward(workload);
  provide(backward_workspace_, backward_, plugin_.backward_workspace);
  remark_on_contract();
}

void PluginCall::fill_forward(const Workload& workload) {
  fill_common(forward_, workload, stage_.problem());
  forward_.momentum = stage_.problem().momentum;
  forward_.x = stage_.x().view();
  forward_.weight = weight_.view();
  forward_.bias = bias_.view();
  forward_.running_mean = running_mean_.view();
  forward_.running_var = running_var_.view();
  forward_.y = stage_.result().view();
  if (forward_.mode == BN_EVAL || saves_ == SavedStatistic::none) return;
  forward_.save_mean = save_mean_.view();
  forward_.save_invstd = save_invstd_.view();
}

void PluginCall::fill_backward(const Workload& workload) {
  fill_common(backward_, workload, stage_.problem());
  backward_.dy = stage_.dy().view();
  backward_.x = forward_.x;
  backward_.weight = forward_.weight;
  backward_.running_mean = forward_.running_mean;
  backward_.running_var = forward_.running_var;
  backward_.save_mean = save_mean_.view();
  backward_.save_invstd = save_invstd_.view();
  backward_.dx = stage_.result().view();
  backward_.dweight = dweight_.view();
  backward_.dbias = dbias_.view();
}

void PluginCall::ask() {
  if (is_backward_ && plugin_.backward == nullptr) {
    readiness_.refusal = "it offers no backward";
    return;
  }
  const auto supports = [this] {
    return plugin_.supports == nullptr || plugin_.supports(&forward_) == BN_OK;
  };
  if (supports()) return;
  if (forward_.mode == BN_TRAINING) {
    drop_running_statistics();
    if (supports()) return;
  }
  readiness_.refusal = "it does not support the call";
}

void PluginCall::drop_running_statistics() {
  forward_.running_mean = {};
  forward_.running_var = {};
  if (!is_backward_) readiness_.remarks.emplace_back("keeps no running statistics");
}

/// The forward writes them where backward reads them; the running statistics play no part.
void PluginCall::save_statistics() {
  if (saves_ == SavedStatistic::none) return;
  check(plugin_.forward(&forward_), "forward");
  if (saves_ == SavedStatistic::invstd) return;
  save_mean_.fill(stage_.saved().mean);
  save_invstd_.fill(stage_.saved().invstd);
}

void PluginCall::remark_on_contract() {
  bn_contract contract = {};
  contract.struct_size = sizeof contract;
  if (plugin_.contract == nullptr || plugin_.contract(&forward_, &contract) != BN_OK) return;
  std::string problem;
  const Contract read = host::convert_contract(contract, stage_.problem().dtype, problem);
  if (read.backward_statistics != BackwardStatistics::recomputed) return;
  readiness_.remarks.emplace_back("backward computes the statistics again");
}

void PluginCall::run() const {
  if (is_backward_) {
    check(plugin_.backward(&backward_), "backward");
  } else {
    check(plugin_.forward(&forward_), "forward");
  }
}

std::vector<std::vector<double>> PluginCall::answer() {
  running_mean_.fill(stage_.problem().running_mean);
  running_var_.fill(stage_.problem().running_var);
  stage_.result().poison();
  run();
  std::vector<std::vector<double>> channels;
  for (const std::int64_t each : stage_.sampled()) {
    channels.push_back(stage_.result().channel(each));
  }
  return channels;
}

void PluginCall::check(bn_status status, const char* function) const {
  if (status == BN_OK) return;
  const char* reason = plugin_.last_error == nullptr ? nullptr : plugin_.last_error();
  if (status == BN_UNSUPPORTED) throw CallRefusal("it does not support the call");
  if (status == BN_INVALID_ARGUMENT) {
    throw CallRefusal("it holds the operation for undefined here, as for one value in a channel");
  }
  throw CallFailure(std::string(function) + " returned " + std::to_string(status) +
                    (reason == nullptr || *reason == '\0' ? "" : std::string(": ") + reason));
}

}  // namespace bncheck::bench
