#include "bncheck/host/execute.h"

#include <cerrno>
#include <system_error>

#include "bncheck/host/float_mode.h"
#include "bncheck/host/library.h"

namespace bncheck::host {
namespace {

/// Builds the arguments of the ABI from the control block.
class Arguments {
 public:
  Arguments(const ControlBlock& control, const Machine& machine)
      : control_(control), machine_(machine) {}

  bn_forward_args forward() const {
    const bool training = control_.mode == BN_TRAINING;
    bn_forward_args args{};
    fill_common(args);
    args.momentum = control_.momentum;
    args.x = tensor(control_.in_place != 0 ? Slot::y : Slot::x);
    args.weight = tensor(Slot::weight);
    args.bias = tensor(Slot::bias);
    args.running_mean = tensor(training ? Slot::updated_running_mean : Slot::running_mean);
    args.running_var = tensor(training ? Slot::updated_running_var : Slot::running_var);
    args.y = tensor(Slot::y);
    args.save_mean = tensor(Slot::save_mean);
    args.save_invstd = tensor(Slot::save_invstd);
    return args;
  }

  bn_backward_args backward() const {
    bn_backward_args args{};
    fill_common(args);
    fill_gradient_inputs(args);
    if (control_.in_place != 0) args.dy = tensor(Slot::dx);
    args.dx = tensor(Slot::dx);
    args.dweight = tensor(Slot::dweight);
    args.dbias = tensor(Slot::dbias);
    return args;
  }

  bn_double_backward_args double_backward() const {
    bn_double_backward_args args{};
    fill_common(args);
    fill_gradient_inputs(args);
    args.ddx = tensor(Slot::ddx);
    args.ddweight = tensor(Slot::ddweight);
    args.ddbias = tensor(Slot::ddbias);
    args.d_dy = tensor(Slot::d_dy);
    args.d_x = tensor(Slot::d_x);
    args.d_weight = tensor(Slot::d_weight);
    return args;
  }

 private:
  template <class Args>
  void fill_common(Args& args) const {
    args.struct_size = sizeof args;
    args.mode = control_.mode;
    args.device = machine_.device();
    args.threads = control_.threads;
    args.eps = control_.eps;
    args.stream = machine_.stream();
  }

  /// Fills in what backward and double backward are both given.
  template <class Args>
  void fill_gradient_inputs(Args& args) const {
    args.dy = tensor(Slot::dy);
    args.x = tensor(Slot::x);
    args.weight = tensor(Slot::weight);
    args.running_mean = tensor(Slot::running_mean);
    args.running_var = tensor(Slot::running_var);
    args.save_mean = tensor(Slot::given_save_mean);
    args.save_invstd = tensor(Slot::given_save_invstd);
  }

  bn_tensor tensor(Slot slot) const {
    const TensorRecord& record = control_.tensors[index_of(slot)];
    if (record.present == 0) return {};
    return {machine_.at(slot), record.shape, record.strides, record.ndim, record.dtype};
  }

  const ControlBlock& control_;
  const Machine& machine_;
};

bn_status ask_contract(const bn_plugin& plugin, ControlBlock& control,
                       const bn_forward_args& args) {
  control.phase = Phase::contract;
  bn_contract contract{};
  contract.struct_size = sizeof contract;
  const bn_status status = plugin.contract == nullptr ? BN_OK : plugin.contract(&args, &contract);
  control.contract = contract;
  return status;
}

/// Calls one of the plug-in's operations with the workspace that it asks for.
template <class Args>
bn_status call_with_workspace(ControlBlock& control, Machine& machine, Args args,
                              std::size_t (*size)(const Args*),
                              bn_status (*function)(const Args*)) {
  if (function == nullptr) return BN_UNSUPPORTED;
  control.phase = Phase::workspace;
  const std::size_t bytes = size == nullptr ? 0 : size(&args);
  args.workspace = machine.workspace(bytes);
  args.workspace_size = bytes;
  control.phase = Phase::call;
  return machine.call([&] { return function(&args); });
}

bn_status call(const bn_plugin& plugin, ControlBlock& control, Machine& machine) {
  const Arguments arguments(control, machine);
  const bn_forward_args forward = arguments.forward();
  const bn_status declared = ask_contract(plugin, control, forward);
  if (declared != BN_OK || control.request == Request::contract) return declared;

  control.phase = Phase::supports;
  const bn_status supported = plugin.supports == nullptr ? BN_OK : plugin.supports(&forward);
  if (supported != BN_OK) return supported;

  switch (control.request) {
    case Request::forward:
      return call_with_workspace(control, machine, forward, plugin.forward_workspace,
                                 plugin.forward);
    case Request::backward:
      return call_with_workspace(control, machine, arguments.backward(), plugin.backward_workspace,
                                 plugin.backward);
    default:
      return call_with_workspace(control, machine, arguments.double_backward(),
                                 plugin.double_backward_workspace, plugin.double_backward);
  }
}

/// Calls, and keeps what there is to say about it besides the status.
bn_status try_to_call(const bn_plugin& plugin, ControlBlock& control, Machine& machine) {
  try {
    return call(plugin, control, machine);
  } catch (const Misdeed& misdeed) {
    control.threw = kSaysInMessage;
    copy_text(control.message, sizeof control.message, misdeed.what());
  } catch (...) {
    control.threw = 1;
  }
  return BN_FAILURE;
}

/// Returns whether there is room for the case; what is refused without it says so.
bool has_room(ControlBlock& control, Machine& machine) {
  try {
    machine.begin(control);
    return true;
  } catch (const NoRoom& reason) {
    copy_text(control.message, sizeof control.message, reason.what());
  } catch (const std::system_error& reason) {
    control.threw = kNoMemory;
    copy_text(control.message, sizeof control.message, reason.what());
  }
  return false;
}

void answer(const bn_plugin& plugin, ControlBlock& control, Machine& machine) {
  const FloatMode before;
  control.fault.out_of_memory = 0;
  errno = 0;
  control.status = try_to_call(plugin, control, machine);
  if (errno == ENOMEM) control.fault.out_of_memory = 1;
  control.mode_changes = before.changes();
  before.restore();
  if (control.status == BN_OK || control.threw != 0 || plugin.last_error == nullptr) return;
  control.phase = Phase::last_error;
  copy_text(control.message, sizeof control.message, plugin.last_error());
}

}  // namespace

void execute(const bn_plugin& plugin, ControlBlock& control, Machine& machine) {
  control.threw = 0;
  control.message[0] = '\0';
  control.mode_changes = 0;
  control.status = BN_UNSUPPORTED;
  if (has_room(control, machine)) answer(plugin, control, machine);
  control.phase = machine.is_lost() ? Phase::lost : Phase::idle;
}

}  // namespace bncheck::host
