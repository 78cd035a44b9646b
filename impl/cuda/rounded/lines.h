#pragma once

#include "cuda/forward_steps.h"
#include "cuda/map.h"
#include "cuda/rounded/deciding.h"
#include "rounding/line.h"

namespace cuda {

/// y = (x - mean) * scale + bias, with bounds as in rounding::CertifiedLine. Plain: where the
/// definition has no value, answers are what the formula gives in double.
struct RoundedLine {
  double mean, scale, bias, slack, low, high;
  std::int32_t is_plain;  // 0 or 1: what nobody wrote is no bool

  BN_DEVICE static RoundedLine plain(double mean, double scale, double bias) {
    return {mean, scale, bias, 0, 0, 0, true};
  }
  BN_DEVICE static RoundedLine of(const LongNear& mean, const LongNear& long_invstd, double weight,
                                  double bias) {
    const Near invstd = long_invstd.near();
    if (!std::isfinite(weight) || !std::isfinite(bias)) {
      return plain(mean.high, weight * invstd.value, bias);
    }
    const rounding::CertifiedLine line = rounding::certified_line({mean, invstd, weight, bias, {}});
    return {line.mean, line.scale, bias, line.slack, line.low, line.high, false};
  }
};

/// The formula in double.
template <class T>
BN_DEVICE T plain_y(const RoundedLine& line, T x) {
  return rounded<T>((to_double(x) - line.mean) * line.scale + line.bias);
}

/// Says whether Ziv's test decides y, and sets it (docs/rounding.md). Never does of an infinite x.
template <class T>
BN_DEVICE bool is_decided(const RoundedLine& line, T x, T& y) {
  const double product = (to_double(x) - line.mean) * line.scale;
  const double reach = std::fabs(product) * line.slack;
  y = rounded<T>((product - reach) + line.low);
  return are_same(y, rounded<T>((product + reach) + line.high));
}

/// What dx is made of; in evaluation there is neither mean_dy nor slope.
template <class LongOrScaled>
struct ChannelGradient {
  LongNear mean, mean_dy;
  LongOrScaled invstd, slope;
};

/// dx = ((dy - offset) - (x - mean) * slope) * scale, likewise.
struct RoundedGradient {
  double mean, slope, offset, scale, slack, slack_along, low, high;
  std::int32_t is_plain;  // 0 or 1: what nobody wrote is no bool

  BN_DEVICE static RoundedGradient plain(double mean, double slope, double offset, double scale) {
    return {mean, slope, offset, scale, 0, 0, 0, 0, true};
  }
  BN_DEVICE static RoundedGradient of(const ChannelGradient<LongNear>& found, double weight) {
    const Near invstd = found.invstd.near(), slope = found.slope.near();
    if (!std::isfinite(weight)) {
      return plain(found.mean.high, slope.value, found.mean_dy.high, weight * invstd.value);
    }
    const rounding::CertifiedGradient gradient = rounding::certified_gradient_terms(
        {found.mean, found.mean_dy, invstd, slope, weight, {}, {}});
    return {gradient.mean,        gradient.slope, gradient.offset, gradient.scale, gradient.slack,
            gradient.slack_along, gradient.low,   gradient.high,   false};
  }
};

template <class T>
BN_DEVICE T plain_dx(const RoundedGradient& gradient, T dy, T x) {
  const double along = (to_double(x) - gradient.mean) * gradient.slope;
  return rounded<T>(((to_double(dy) - gradient.offset) - along) * gradient.scale);
}

template <class T>
BN_DEVICE bool is_decided(const RoundedGradient& gradient, T dy, T x, T& dx) {
  const double along = (to_double(x) - gradient.mean) * gradient.slope;
  const double value = ((to_double(dy) - gradient.offset) - along) * gradient.scale;
  const double reach = std::fabs(value) * gradient.slack + std::fabs(along) * gradient.slack_along;
  dx = rounded<T>((value - reach) + gradient.low);
  return are_same(dx, rounded<T>((value + reach) + gradient.high));
}

/// Where a block that computes elements has what it needs in shared memory; lines come first.
struct ElementMemory {
  std::size_t marks = 0, scratch = 0;
};

}  // namespace cuda
