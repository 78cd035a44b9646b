#pragma once

// What plug-ins of our own demand of their arguments.
#include <cstdint>
#include <initializer_list>

#include "bn_plugin.h"

namespace arguments {

template <class Args>
bool has_known_mode_and_type(const Args& args) {
  if (args.mode != BN_TRAINING && args.mode != BN_EVAL) return false;
  return args.x.dtype >= BN_F16 && args.x.dtype <= BN_F64;
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

inline std::int64_t values_per_channel(const bn_tensor& x) {
  std::int64_t values = x.shape[0];
  for (std::int32_t axis = 2; axis < x.ndim; ++axis) values *= x.shape[axis];
  return values;
}

/// Training needs two values per channel (or none, in an empty batch), evaluation the running
/// statistics.
template <class Args>
bool is_defined(const Args& args) {
  if (args.mode == BN_EVAL) return args.running_mean.data && args.running_var.data;
  return values_per_channel(args.x) != 1;
}

}  // namespace arguments
