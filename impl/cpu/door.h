#pragma once

// The door of the plug-ins cpu and fast: arguments are checked here, and nowhere else.
#include <exception>
#include <initializer_list>
#include <string>

#include "batch_norm.h"
#include "kernels.h"
#include "partition.h"
#include "tensor.h"

namespace cpu {

inline thread_local std::string failure;

template <class Args>
bn_status supports(const Args* args) {
  if (args->struct_size < sizeof(Args) || args->device != BN_CPU) return BN_UNSUPPORTED;
  if (args->mode != BN_TRAINING && args->mode != BN_EVAL) return BN_UNSUPPORTED;
  return args->x.dtype >= BN_F16 && args->x.dtype <= BN_F64 ? BN_OK : BN_UNSUPPORTED;
}

/// Whether all tensors that are present are of this type.
inline bool are(std::int32_t dtype, std::initializer_list<bn_tensor> tensors) {
  for (const bn_tensor& tensor : tensors) {
    if (tensor.data != nullptr && tensor.dtype != dtype) return false;
  }
  return true;
}

/// f64 tensors come with f64 parameters, all others with f32 ones.
inline std::int32_t parameter_type(const bn_tensor& x) {
  return x.dtype == BN_F64 ? BN_F64 : BN_F32;
}

inline bool has_types(const bn_forward_args& args) {
  return are(args.x.dtype, {args.y}) &&
         are(parameter_type(args.x), {args.weight, args.bias, args.running_mean, args.running_var,
                                      args.save_mean, args.save_invstd});
}
inline bool has_types(const bn_backward_args& args) {
  return are(args.x.dtype, {args.dy, args.dx}) &&
         are(parameter_type(args.x),
             {args.weight, args.running_mean, args.running_var, args.dweight, args.dbias});
}
inline bool has_types(const bn_double_backward_args& args) {
  return are(args.x.dtype, {args.dy, args.ddx, args.d_dy, args.d_x}) &&
         are(parameter_type(args.x), {args.weight, args.running_mean, args.running_var,
                                      args.ddweight, args.ddbias, args.d_weight});
}

/// Training needs two values per channel (or none, in an empty batch), evaluation the running
/// statistics.
template <class Args>
bool is_defined(const Args& args) {
  if (args.mode == BN_EVAL) return args.running_mean.data && args.running_var.data;
  return Shape(args.x).values() != 1;
}

/// Answers an empty batch: sums over nothing are zero, and no statistic moves.
inline void set_zero(std::initializer_list<bn_tensor> sums) {
  for (const bn_tensor& tensor : sums) {
    const Parameter sum(tensor);
    for (std::int64_t c = 0; sum.present() && c < tensor.shape[0]; ++c) sum.set(c, 0);
  }
}
inline void answer_empty(const bn_forward_args&) {}
inline void answer_empty(const bn_backward_args& args) { set_zero({args.dweight, args.dbias}); }
inline void answer_empty(const bn_double_backward_args& args) { set_zero({args.d_weight}); }

template <class Operations, class Args>
void run_type(const Args& args) {
  switch (args.x.dtype) {
    case BN_F16: return Operations::template run<Float16>(args);
    case BN_BF16: return Operations::template run<BFloat16>(args);
    case BN_F32: return Operations::template run<float>(args);
    default: return Operations::template run<double>(args);
  }
}

/// Runs after all checks, so that a refusal comes before anything is written; throws nothing.
template <class Operations, class Args>
bn_status checked_run(const Args* args) {
  if (supports(args) != BN_OK || !has_types(*args)) return BN_UNSUPPORTED;
  if (!is_defined(*args)) return BN_INVALID_ARGUMENT;
  try {
    Shape(args->x).values() == 0 ? answer_empty(*args) : run_type<Operations>(*args);
    return BN_OK;
  } catch (const std::exception& error) {
    failure = error.what();
    return BN_FAILURE;
  }
}

/// Double arithmetic, the same whatever the type, rounded once.
inline bn_contract double_contract(const bn_forward_args& args) {
  bn_contract contract = {};
  const std::int64_t height = Partition(Shape(args.x)).height();
  contract.struct_size = sizeof contract;
  contract.element = BN_F64;
  contract.accumulator = BN_F64;
  contract.stored = BN_F64;
  contract.applied = BN_F64;
  contract.variance = BN_TWO_PASS;
  contract.apply = BN_DIRECT;
  contract.summation = BN_TREE;
  contract.summation_height = static_cast<std::int32_t>(std::min<std::int64_t>(height, INT32_MAX));
  contract.backward_statistics = BN_RECOMPUTED;
  contract.flags =
      BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE | BN_DOUBLE_PARAMETERS;
  return contract;
}

inline const char* last_error() { return failure.c_str(); }

/// Operations has run<T>(args) for the arguments of each operation, and contract(args).
template <class Operations>
bn_plugin plugin_of(const char* name) {
  bn_plugin plugin = {};
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = BN_PLUGIN_ABI_VERSION;
  plugin.name = name;
  plugin.version = "1";
  plugin.dialect = "pytorch";
  plugin.contract = [](const bn_forward_args* args, bn_contract* contract) {
    *contract = Operations::contract(*args);
    return BN_OK;
  };
  plugin.supports = supports<bn_forward_args>;
  plugin.forward = checked_run<Operations, bn_forward_args>;
  plugin.backward = checked_run<Operations, bn_backward_args>;
  plugin.double_backward = checked_run<Operations, bn_double_backward_args>;
  plugin.last_error = last_error;
  return plugin;
}

}  // namespace cpu
