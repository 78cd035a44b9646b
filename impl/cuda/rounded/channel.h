#pragma once

#include "cuda/rounded/surd.h"
#include "cuda/rounded/totals.h"

namespace cuda {

template <class P>
BN_DEVICE Exact dy_total_of(Calculator& calculator, const TotalsOf<P>& totals) {
  return calculator.total(totals.dy, DigitsOf<P>::kValues, DigitsOf<P>::kLeastValue);
}

/// One channel without error, as in cpu/rounded/exact_channel.h: mean = total / count and
/// 1/sqrt(var + eps) = count / sqrt(z), but in evaluation, where count is 1 and total the running
/// mean. Sums of deviations are times m. But for the mean and what becomes of the running
/// statistics, nothing may be asked for unless z is positive.
struct ExactChannel {
  Exact count, total, spread, z, dy_total, dy_along;
  bool training = true;

  template <class P>
  BN_DEVICE void add_gradients(Calculator& calculator, const TotalsOf<P>& totals) {
    using Digits = DigitsOf<P>;
    dy_total = dy_total_of(calculator, totals);
    const Exact dy_x = calculator.total(totals.dy_x, Digits::kProducts, Digits::kLeastProduct);
    dy_along = calculator.minus(calculator.times(count, dy_x), calculator.times(total, dy_total));
  }
};

template <class P>
BN_DEVICE ExactChannel batch_channel(Calculator& calculator, const TotalsOf<P>& totals,
                                     std::uint32_t values, double eps) {
  using Digits = DigitsOf<P>;
  ExactChannel channel;
  channel.count = calculator.whole(values);
  channel.total = calculator.total(totals.x, Digits::kValues, Digits::kLeastValue);
  const Exact squares = calculator.total(totals.x_x, Digits::kProducts, Digits::kLeastProduct);
  channel.spread = calculator.minus(calculator.times(channel.count, squares),
                                    calculator.times(channel.total, channel.total));
  const Exact pairs = calculator.times(channel.count, channel.count);
  channel.z = calculator.plus(channel.spread, calculator.times(pairs, calculator.number(eps)));
  return channel;
}

BN_DEVICE ExactChannel running_channel(Calculator& calculator, double mean, double var,
                                       double eps) {
  ExactChannel channel;
  channel.training = false;
  channel.count = calculator.whole(1);
  channel.total = calculator.number(mean);
  channel.spread = calculator.number(var);
  channel.z = calculator.plus(channel.spread, calculator.number(eps));
  return channel;
}

/// Returns 1/sqrt(z) and 1/sqrt(var + eps), z being positive.
template <class P>
BN_DEVICE NearOf<P> inverse_root_of(const ExactChannel& channel) {
  return inverse_sqrt(near_as<P>(channel.z));
}
template <class P>
BN_DEVICE NearOf<P> invstd_near(const ExactChannel& channel) {
  return near_as<P>(channel.count) * inverse_root_of<P>(channel);
}

BN_DEVICE Surd mean_of(const ExactChannel& channel) {
  return {channel.total, {}, channel.count, {}};
}
BN_DEVICE Surd invstd_of(Calculator& calculator, const ExactChannel& channel) {
  return {{}, channel.count, calculator.whole(1), channel.z};
}
BN_DEVICE Surd dweight_of(Calculator& calculator, const ExactChannel& channel) {
  return {{}, channel.dy_along, calculator.whole(1), channel.z};
}

/// Returns (1 - momentum) * old + momentum * batch / divisor.
BN_DEVICE Surd updated(Calculator& calculator, double old, double momentum, const Exact& batch,
                       const Exact& divisor) {
  const Exact part = calculator.number(momentum);
  const Exact kept =
      calculator.times(calculator.minus(calculator.whole(1), part), calculator.number(old));
  return {calculator.plus(calculator.times(kept, divisor), calculator.times(part, batch)),
          {},
          divisor,
          {}};
}
BN_DEVICE Surd running_mean_of(Calculator& calculator, const ExactChannel& channel, double old,
                               double momentum) {
  return updated(calculator, old, momentum, channel.total, channel.count);
}
/// With the variance over m - 1.
BN_DEVICE Surd running_var_of(Calculator& calculator, const ExactChannel& channel, double old,
                              double momentum) {
  const Exact others = calculator.minus(channel.count, calculator.whole(1));
  return updated(calculator, old, momentum, channel.spread,
                 calculator.times(channel.count, others));
}

BN_DEVICE Surd y_of(Calculator& calculator, const ExactChannel& channel, double x, double weight,
                    double bias) {
  const Exact deviation =
      calculator.minus(calculator.times(calculator.number(x), channel.count), channel.total);
  return {calculator.number(bias), calculator.times(deviation, calculator.number(weight)),
          calculator.whole(1), channel.z};
}

/// With a = m x - sum(x): dx = weight (z (m dy - sum(dy)) - a dy_along) / (z sqrt(z)).
BN_DEVICE Surd dx_of(Calculator& calculator, const ExactChannel& channel, double dy, double x,
                     double weight) {
  const Exact scale = calculator.number(weight), value = calculator.number(dy);
  if (!channel.training)
    return {{}, calculator.times(value, scale), calculator.whole(1), channel.z};
  const Exact gradient = calculator.times(
      channel.z, calculator.minus(calculator.times(value, channel.count), channel.dy_total));
  const Exact deviation =
      calculator.minus(calculator.times(calculator.number(x), channel.count), channel.total);
  const Exact rest = calculator.minus(gradient, calculator.times(deviation, channel.dy_along));
  return {{}, calculator.times(rest, scale), channel.z, channel.z};
}

}  // namespace cuda
