#pragma once

#include "cpu/rounded/wide_near.h"

namespace cpu {

/// One channel as its sums tell, computed with 320 bits.
struct WideChannel {
  WideNear mean, invstd, mean_dy, slope;

  WideNear y(double x, double weight, double bias) const {
    return (WideNear(x) - mean) * invstd * weight + bias;
  }
  WideNear dx(double dy, double x, double weight) const {
    return (WideNear(dy) - mean_dy - (WideNear(x) - mean) * slope) * invstd * weight;
  }
};

/// The statistics of a batch.
inline WideChannel wide_batch(const LongSum& x, const LongSum& xx, double count, double eps) {
  WideChannel channel;
  channel.mean = WideNear(x) / count;
  const WideNear spread = WideNear(xx) - WideNear(x) * channel.mean;
  channel.invstd = inverse_sqrt(spread / count + eps);
  return channel;
}

/// Adds what the gradient of a batch takes.
inline void set_gradient(WideChannel& channel, const LongSum& dy, const LongSum& dy_x,
                         double count) {
  channel.mean_dy = WideNear(dy) / count;
  const WideNear along = WideNear(dy_x) - WideNear(dy) * channel.mean;
  channel.slope = along * channel.invstd * channel.invstd / count;
}

inline WideChannel wide_running(double mean, double var, double eps) {
  return {mean, inverse_sqrt(WideNear(var) + eps), {}, {}};
}

/// Returns what the number rounds to, if that can be told, else what exactly() tells.
template <class T, class Exactly>
T agreed_or(const WideNear& number, const Exactly& exactly) {
  const std::optional<std::int32_t> key = agreed_key(number, FormatOf<T>::kFormat);
  return key ? FormatOf<T>::number(*key) : exactly();
}

}  // namespace cpu
