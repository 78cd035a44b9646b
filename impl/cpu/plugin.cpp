// Batch norm on the CPU, in double arithmetic at the speed of memory: this file is the door.
#include <exception>
#include <initializer_list>
#include <string>

#include "batch_norm.h"
#include "kernels.h"
#include "partition.h"
#include "tensor.h"

namespace {

thread_local std::string failure;

template <class Args>
bn_status supports(const Args* args) {
  if (args->struct_size < sizeof(Args) || args->device != BN_CPU) return BN_UNSUPPORTED;
  if (args->mode != BN_TRAINING && args->mode != BN_EVAL) return BN_UNSUPPORTED;
  return args->x.dtype >= BN_F16 && args->x.dtype <= BN_F64 ? BN_OK : BN_UNSUPPORTED;
}

/// Whether all tensors that are present are of this type.
bool are(std::int32_t dtype, std::initializer_list<bn_tensor> tensors) {
  for (const bn_tensor& tensor : tensors) {
    if (tensor.data != nullptr && tensor.dtype != dtype) return false;
  }
  return true;
}

/// f64 tensors come with f64 parameters, all others with f32 ones.
std::int32_t parameter_type(const bn_tensor& x) { return x.dtype == BN_F64 ? BN_F64 : BN_F32; }

bool has_types(const bn_forward_args& args) {
  return are(args.x.dtype, {args.y}) &&
         are(parameter_type(args.x), {args.weight, args.bias, args.running_mean, args.running_var,
                                      args.save_mean, args.save_invstd});
}
bool has_types(const bn_backward_args& args) {
  return are(args.x.dtype, {args.dy, args.dx}) &&
         are(parameter_type(args.x),
             {args.weight, args.running_mean, args.running_var, args.dweight, args.dbias});
}
bool has_types(const bn_double_backward_args& args) {
  return are(args.x.dtype, {args.dy, args.ddx, args.d_dy, args.d_x}) &&
         are(parameter_type(args.x), {args.weight, args.running_mean, args.running_var,
                                      args.ddweight, args.ddbias, args.d_weight});
}

/// Training needs two values per channel (or none, in an empty batch), evaluation the running
/// statistics.
template <class Args>
bool is_defined(const Args& args) {
  if (args.mode == BN_EVAL) return args.running_mean.data && args.running_var.data;
  return cpu::Shape(args.x).values() != 1;
}

/// Answers an empty batch: sums over nothing are zero, and no statistic moves.
void set_zero(std::initializer_list<bn_tensor> sums) {
  for (const bn_tensor& tensor : sums) {
    const cpu::Parameter sum(tensor);
    for (std::int64_t c = 0; sum.present() && c < tensor.shape[0]; ++c) sum.set(c, 0);
  }
}
void answer_empty(const bn_forward_args&) {}
void answer_empty(const bn_backward_args& args) { set_zero({args.dweight, args.dbias}); }
void answer_empty(const bn_double_backward_args& args) { set_zero({args.d_weight}); }

template <class T>
void run(const bn_forward_args& args) {
  cpu::forward<T>(args);
}
template <class T>
void run(const bn_backward_args& args) {
  cpu::backward<T>(args);
}
template <class T>
void run(const bn_double_backward_args& args) {
  cpu::double_backward<T>(args);
}

template <class Args>
void run_type(const Args& args) {
  switch (args.x.dtype) {
    case BN_F16: return run<cpu::Float16>(args);
    case BN_BF16: return run<cpu::BFloat16>(args);
    case BN_F32: return run<float>(args);
    default: return run<double>(args);
  }
}

/// Runs after all checks, so that a refusal comes before anything is written; throws nothing.
template <class Args>
bn_status checked_run(const Args* args) {
  if (supports(args) != BN_OK || !has_types(*args)) return BN_UNSUPPORTED;
  if (!is_defined(*args)) return BN_INVALID_ARGUMENT;
  try {
    cpu::Shape(args->x).values() == 0 ? answer_empty(*args) : run_type(*args);
    return BN_OK;
  } catch (const std::exception& error) {
    failure = error.what();
    return BN_FAILURE;
  }
}

bn_status contract(const bn_forward_args* args, bn_contract* contract) {
  const std::int64_t height = cpu::Partition(cpu::Shape(args->x)).height();
  contract->element = BN_F64;
  contract->accumulator = BN_F64;
  contract->stored = BN_F64;
  contract->applied = BN_F64;
  contract->variance = BN_TWO_PASS;
  contract->apply = BN_DIRECT;
  contract->summation = BN_TREE;
  contract->summation_height = static_cast<std::int32_t>(std::min<std::int64_t>(height, INT32_MAX));
  contract->backward_statistics = BN_RECOMPUTED;
  contract->flags =
      BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE | BN_DOUBLE_PARAMETERS;
  return BN_OK;
}

const char* last_error() { return failure.c_str(); }

constexpr bn_plugin kPlugin = {.struct_size = sizeof(bn_plugin),
                               .abi_version = BN_PLUGIN_ABI_VERSION,
                               .name = "cpu",
                               .version = "1",
                               .dialect = "pytorch",
                               .contract = contract,
                               .supports = supports<bn_forward_args>,
                               .forward = checked_run<bn_forward_args>,
                               .backward = checked_run<bn_backward_args>,
                               .double_backward = checked_run<bn_double_backward_args>,
                               .last_error = last_error};

}  // namespace

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &kPlugin : nullptr;
}
