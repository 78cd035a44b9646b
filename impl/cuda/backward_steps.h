#pragma once

#include "cuda/forward_steps.h"

namespace cuda {

/// What backward reads and writes; outputs that are not wanted have no data.
template <class T>
struct BackwardTensors {
  using P = typename ParameterTypeOf<T>::Type;
  View<const T> dy, x;
  View<T> dx;
  Parameter<const P> weight, running_mean, running_var;
  Parameter<P> dweight, dbias;
  double eps = 0;
  bool training = true;
};

/// dx = ((dy - offset) - (x - mean) * slope) * scale.
struct Gradient {
  double mean, invstd, scale, offset, slope;
};

/// Begins a channel's gradient by the batch's statistics.
template <class T>
BN_DEVICE Gradient centered(const BackwardTensors<T>& tensors, const Extent& extent,
                            const Spread& spread) {
  const double invstd = inverse_deviation(spread.squares / extent.values, tensors.eps);
  return {spread.mean, invstd, 0, 0, 0};
}

/// Begins it by the running ones.
template <class T>
BN_DEVICE Gradient centered(const BackwardTensors<T>& tensors, int channel) {
  const double var = tensors.running_var.get_or(channel, 1);
  return {tensors.running_mean.get_or(channel, 0), inverse_deviation(var, tensors.eps), 0, 0, 0};
}

/// Completes it, and writes dweight and dbias, if writes. Sums over nothing are zero.
template <class T>
BN_DEVICE void complete(const BackwardTensors<T>& tensors, const Extent& extent, int channel,
                        const Joined& total, bool writes, Gradient& gradient) {
  const double m = extent.values, projection = total.second * gradient.invstd;
  gradient.scale = tensors.weight.get_or(channel, 1) * gradient.invstd;
  gradient.offset = tensors.training ? total.first / m : 0;
  gradient.slope = tensors.training ? projection / m * gradient.invstd : 0;
  if (!writes) return;
  tensors.dbias.set(channel, total.first);
  tensors.dweight.set(channel, extent.values == 0 ? 0 : projection);
}

template <class T>
BN_DEVICE T value_on(const Gradient& gradient, T dy, T x) {
  const double along = (to_double(x) - gradient.mean) * gradient.slope;
  return rounded<T>(((to_double(dy) - gradient.offset) - along) * gradient.scale);
}

}  // namespace cuda
