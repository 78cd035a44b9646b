#include "bncheck/host/execute.h"

#include "bncheck/host/float_mode.h"
#include "bncheck/host/library.h"

namespace bncheck::host {
namespace {

/// Builds the arguments of the ABI from the control block.
class Arguments {
 public:
  Arguments(const ControlBlock& control, const Windows& windows)
      : control_(control), windows_(windows) {}

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
    args.dy = tensor(control_.in_place != 0 ? Slot::dx : Slot::dy);
    args.x = tensor(Slot::x);
    args.weight = tensor(Slot::weight);
    args.running_mean = tensor(Slot::running_mean);
    args.running_var = tensor(Slot::running_var);
    args.save_mean = tensor(Slot::given_save_mean);
    args.save_invstd = tensor(Slot::given_save_invstd);
    args.dx = tensor(Slot::dx);
    args.dweight = tensor(Slot::dweight);
    args.dbias = tensor(Slot::dbias);
    return args;
  }

 private:
  template <class Args>
  void fill_common(Args& args) const {
    args.struct_size = sizeof args;
    args.mode = control_.mode;
    args.device = BN_CPU;
    args.threads = control_.threads;
    args.eps = control_.eps;
  }

  bn_tensor tensor(Slot slot) const {
    const TensorRecord& record = control_.tensors[index_of(slot)];
    if (record.present == 0) return {};
    return {windows_.at(slot, record.offset), record.shape, record.strides, record.ndim,
            record.dtype};
  }

  const ControlBlock& control_;
  const Windows& windows_;
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

bn_status call(const bn_plugin& plugin, ControlBlock& control, const Windows& windows) {
  const Arguments arguments(control, windows);
  const bn_forward_args forward = arguments.forward();
  const bn_status declared = ask_contract(plugin, control, forward);
  if (declared != BN_OK || control.request == Request::contract) return declared;

  control.phase = Phase::supports;
  const bn_status supported = plugin.supports == nullptr ? BN_OK : plugin.supports(&forward);
  if (supported != BN_OK) return supported;

  control.phase = Phase::call;
  if (control.request == Request::forward) return plugin.forward(&forward);
  const bn_backward_args backward = arguments.backward();
  return plugin.backward == nullptr ? BN_UNSUPPORTED : plugin.backward(&backward);
}

}  // namespace

void execute(const bn_plugin& plugin, ControlBlock& control, const Windows& windows) {
  const FloatMode before;
  bn_status status = BN_FAILURE;
  control.threw = 0;
  try {
    status = call(plugin, control, windows);
  } catch (...) {
    control.threw = 1;
  }
  control.mode_changes = before.changes();
  before.restore();
  control.status = status;
  control.message[0] = '\0';
  if (status != BN_OK && control.threw == 0 && plugin.last_error != nullptr) {
    control.phase = Phase::last_error;
    copy_text(control.message, sizeof control.message, plugin.last_error());
  }
  control.phase = Phase::idle;
}

}  // namespace bncheck::host
