#pragma once

// What cuDNN has no words for: refused before anything is asked of a device.
#include "arguments.h"
#include "cudnn_tensor.h"

namespace cudnn {

inline bool lie_alike(const bn_tensor& x, const bn_tensor& other) {
  const Shaped one(x), another(other);
  return one.is_dense() && another.is_dense() && one.strides() == another.strides();
}

/// Whether all are there, or none, and of stride 1.
inline bool are_dense(std::initializer_list<bn_tensor> parameters, bool may_be_absent) {
  std::size_t present = 0;
  for (const bn_tensor& each : parameters) {
    if (each.data == nullptr) continue;
    ++present;
    if (each.shape[0] > 1 && each.strides[0] != 1) return false;
  }
  return present == parameters.size() || (may_be_absent && present == 0);
}

template <class Args>
bool has_tensor(const Args& args) {
  return args.struct_size >= sizeof(Args) && args.device == BN_CUDA &&
         arguments::has_known_mode_and_type(args) && arguments::has_types(args) &&
         Shaped(args.x).has_countable_values();
}

/// Whether cuDNN takes the types, the memory orders, and what is there and what is not. It has no
/// batch norm without weight and bias, and no backward of evaluation, or of some gradients alone.
inline bool takes(const bn_forward_args& args) {
  return has_tensor(args) && lie_alike(args.x, args.y) &&
         are_dense({args.weight, args.bias}, false) &&
         are_dense({args.running_mean, args.running_var}, true) &&
         are_dense({args.save_mean, args.save_invstd}, true);
}
inline bool takes(const bn_backward_args& args) {
  return has_tensor(args) && args.mode == BN_TRAINING && args.dx.data != nullptr &&
         lie_alike(args.x, args.dy) && lie_alike(args.x, args.dx) &&
         are_dense({args.weight, args.dweight, args.dbias}, false) &&
         arguments::are(arguments::parameter_type(args.x), {args.save_mean, args.save_invstd}) &&
         are_dense({args.save_mean, args.save_invstd}, false);
}

/// Whether the operation is defined.
inline bool is_defined(const bn_forward_args& args) {
  const bool has_statistics = args.mode == BN_TRAINING || args.running_mean.data != nullptr;
  return has_statistics && args.eps >= CUDNN_BN_MIN_EPSILON;
}
inline bool is_defined(const bn_backward_args& args) { return args.eps >= CUDNN_BN_MIN_EPSILON; }

}  // namespace cudnn
