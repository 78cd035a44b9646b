// Batch norm as one writes it down with Eigen: see batch_norm.h. This file is the door.
#include <array>
#include <exception>
#include <string>
#include <type_traits>

#include "batch_norm.h"

namespace {

thread_local std::string failure;

template <class Args>
bn_status supports(const Args* args) {
  if (args->struct_size < offsetof(Args, workspace) || args->device != BN_CPU)
    return BN_UNSUPPORTED;
  if (args->mode != BN_TRAINING && args->mode != BN_EVAL) return BN_UNSUPPORTED;
  return args->x.dtype == BN_F32 || args->x.dtype == BN_F64 ? BN_OK : BN_UNSUPPORTED;
}

/// Refuses tensors of another type than x's, wherever they are present.
template <std::size_t count>
bn_status of_one_type(const std::array<bn_tensor, count>& tensors, std::int32_t dtype) {
  for (const bn_tensor& tensor : tensors) {
    if (tensor.data != nullptr && tensor.dtype != dtype) return BN_UNSUPPORTED;
  }
  return BN_OK;
}

bn_status check_types(const bn_forward_args& args) {
  return of_one_type(std::array{args.y, args.weight, args.bias, args.running_mean, args.running_var,
                                args.save_mean, args.save_invstd},
                     args.x.dtype);
}

bn_status check_types(const bn_backward_args& args) {
  return of_one_type(
      std::array{args.dy, args.weight, args.running_mean, args.running_var, args.save_mean,
                 args.save_invstd, args.dx, args.dweight, args.dbias},
      args.x.dtype);
}

/// Training needs two values per channel (or none, in an empty batch), evaluation the running
/// statistics, and backward in training what forward saved.
template <class Args>
bool is_defined(const Args& args) {
  if (args.mode == BN_EVAL) return args.running_mean.data && args.running_var.data;
  if constexpr (std::is_same_v<Args, bn_backward_args>) {
    if (!args.save_mean.data || !args.save_invstd.data) return false;
  }
  return values_per_channel(args.x) != 1;
}

template <class Scalar>
void run(const bn_forward_args& args) {
  if (values_per_channel(args.x) == 0) return;  // an empty batch moves no statistics
  BatchNorm<Scalar>::forward(args);
}

template <class Scalar>
void run(const bn_backward_args& args) {
  BatchNorm<Scalar>::backward(args);
}

/// Runs after all checks, so that a refusal comes before anything is written; throws nothing.
template <class Args>
bn_status checked_run(const Args* args) {
  if (supports(args) != BN_OK || check_types(*args) != BN_OK) return BN_UNSUPPORTED;
  if (!is_defined(*args)) return BN_INVALID_ARGUMENT;
  try {
    args->x.dtype == BN_F32 ? run<float>(*args) : run<double>(*args);
    return BN_OK;
  } catch (const std::exception& error) {
    failure = error.what();
    return BN_FAILURE;
  }
}

bn_status contract(const bn_forward_args*, bn_contract* contract) {
  contract->variance = BN_TWO_PASS;
  contract->apply = BN_DIRECT;
  contract->summation = BN_SUM_UNSPECIFIED;
  contract->backward_statistics = BN_SAVED;
  contract->flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  return BN_OK;
}

const char* last_error() { return failure.c_str(); }

bn_plugin described() {
  bn_plugin plugin = {};
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = BN_PLUGIN_ABI_VERSION;
  plugin.name = "eigen";
  plugin.version = "1";
  plugin.dialect = "pytorch";
  plugin.contract = contract;
  plugin.supports = supports<bn_forward_args>;
  plugin.forward = checked_run<bn_forward_args>;
  plugin.backward = checked_run<bn_backward_args>;
  plugin.last_error = last_error;
  return plugin;
}

}  // namespace

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  static const bn_plugin plugin = described();
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}
