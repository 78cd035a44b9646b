#pragma once

#include <cmath>

#include "cuda/sums.h"
#include "cuda/tile.h"

namespace cuda {

/// What forward reads and writes.
template <class T>
struct ForwardTensors {
  using P = typename ParameterTypeOf<T>::Type;
  View<const T> x;
  View<T> y;
  Parameter<const P> weight, bias;
  Parameter<P> running_mean, running_var, save_mean, save_invstd;
  double eps = 0, momentum = 0;
};

/// y = (x - mean) * scale + bias.
struct Line {
  double mean, scale, bias;
};

BN_DEVICE double inverse_deviation(double var, double eps) { return 1 / ::sqrt(var + eps); }

template <class T>
BN_DEVICE Line line_of(const ForwardTensors<T>& tensors, int channel, double mean, double invstd) {
  return {mean, tensors.weight.get_or(channel, 1) * invstd, tensors.bias.get_or(channel, 0)};
}

template <class T>
BN_DEVICE T value_on(const Line& line, T x) {
  return rounded<T>((to_double(x) - line.mean) * line.scale + line.bias);
}

template <class P>
BN_DEVICE void update(const Parameter<P>& running, int channel, double momentum, double batch) {
  if (running.data == nullptr) return;
  running.set(channel, (1 - momentum) * running.get_or(channel, 0) + momentum * batch);
}

/// Saves the batch's statistics and updates the running ones, if writes, and returns the line.
template <class T>
BN_DEVICE Line trained(const ForwardTensors<T>& tensors, const Extent& extent, int channel,
                       const Spread& spread, bool writes) {
  const double m = extent.values;
  const double invstd = inverse_deviation(spread.squares / m, tensors.eps);
  if (writes) {
    tensors.save_mean.set(channel, spread.mean);
    tensors.save_invstd.set(channel, invstd);
    update(tensors.running_mean, channel, tensors.momentum, spread.mean);
    update(tensors.running_var, channel, tensors.momentum, spread.squares / (m - 1));
  }
  return line_of(tensors, channel, spread.mean, invstd);
}

/// The line of the running statistics.
template <class T>
BN_DEVICE Line evaluated(const ForwardTensors<T>& tensors, int channel) {
  const double mean = tensors.running_mean.get_or(channel, 0);
  const double var = tensors.running_var.get_or(channel, 1);
  return line_of(tensors, channel, mean, inverse_deviation(var, tensors.eps));
}

}  // namespace cuda
