#pragma once

#include <algorithm>
#include <cmath>

#include "rounding/format.h"
#include "rounding/statistics.h"

namespace rounding {

/// y = (x - mean) * scale + bias, of which low and high are bounds; slack is relative to the
/// product. Where the encoded |x| is up to the limit, flat_low and flat_high are bounds without
/// slack (docs/rounding.md).
struct CertifiedLine {
  double mean, scale, slack, low, high;
  double flat_low, flat_high;
  std::uint32_t limit;
};

/// dx = scale * ((dy - offset) - (x - mean) * slope) + a small term, of which low and high are
/// bounds; slack is relative to dx, slack_along to the last product. Where |dy| and |x| are up to
/// their limits, it is dy * scale + (x - mean) * along + a term between flat_low and flat_high.
struct CertifiedGradient {
  double mean, slope, offset, scale, slack, slack_along, low, high;
  double along, flat_low, flat_high;
  std::uint32_t dy_limit, x_limit;
};

/// Returns an exponent with |value| < 2^exponent for all finite values up to this one.
BN_HOST_DEVICE int exponent_above(double magnitude) {
  return static_cast<int>(std::bit_cast<std::uint64_t>(magnitude) >> 52) - 1022;
}

/// Encoded magnitudes of a format up to a power of two.
struct Limit {
  std::uint32_t encoded;
  double value;

  BN_HOST_DEVICE static Limit above(double magnitude, const Format& format) {
    const int least = format.least_exponent, most = least - 1 + format.infinity_exponent;
    const int exponent = std::clamp(exponent_above(magnitude), least, most);
    const std::int32_t key = (exponent - least + 1) << format.fraction_bits;
    return {static_cast<std::uint32_t>(std::min(key, format.infinity() - 1)),
            std::ldexp(1.0, exponent)};
  }
};

/// What one channel's y is made of. Where |x| exceeds the limit, bounds take longer to compute.
struct LineTerms {
  LongNear mean;
  Near invstd;
  double weight, bias;
  Limit limit;
};

/// Zero times what is known is zero, without an error.
BN_HOST_DEVICE Near scale_of(double weight, Near invstd) {
  return weight == 0 && std::isfinite(invstd.radius) ? Near{} : Near{weight, 0} * invstd;
}

/// Constants that leave every value open. All others must be finite: NaN at both ends would look
/// like one number.
BN_HOST_DEVICE CertifiedLine open_line() {
  CertifiedLine line = {};
  line.high = line.flat_high = NAN;
  return line;
}
BN_HOST_DEVICE CertifiedGradient open_gradient() {
  CertifiedGradient gradient = {};
  gradient.high = gradient.flat_high = NAN;
  return gradient;
}

/// Returns the constants of Ziv's test for y (docs/rounding.md has the proof). The computed product
/// (x - mean.high) * scale errs by three roundings and that of scale, the two ends by two more
/// each. The rest of the mean moves the bias. Up to the limit the slack has a largest value.
BN_HOST_DEVICE CertifiedLine certified_line(const LineTerms& terms) {
  const Near scale = scale_of(terms.weight, terms.invstd);
  const double size = std::fabs(scale.value);
  const double shift = scale.value * terms.mean.low;
  const double bias = terms.bias - shift;
  const double relative = size == 0 ? 0 : scale.radius / size;
  const double absolute = (size + scale.radius) * terms.mean.radius +
                          std::fabs(shift) * (relative + 2 * kUnit) +
                          4 * kUnit * (std::fabs(bias) + std::fabs(shift));
  const double reach = absolute * kRoom;  // 0 where y is 0 and the mean exact
  const double slack = (relative + 5 * kUnit) * kRoom;
  const double moved = scale.value * terms.mean.high;
  const double flat_bias = bias - moved;
  const double flat =
      (size * terms.limit.value * (relative + 3 * kUnit) +
       std::fabs(moved) * (relative + 2 * kUnit) + 3 * kUnit * std::fabs(flat_bias) + absolute) *
      kRoom;
  if (!std::isfinite(flat) || !std::isfinite(flat_bias) || !std::isfinite(slack))
    return open_line();
  // Ends of 0 rather than -0: the kernels take these for different numbers.
  return {terms.mean.high,        scale.value,        slack,
          bias - reach + 0.0,     bias + reach + 0.0, flat_bias - flat + 0.0,
          flat_bias + flat + 0.0, terms.limit.encoded};
}

/// What one channel's dx is made of; in evaluation there is neither mean_dy nor slope.
struct GradientTerms {
  LongNear mean, mean_dy;
  Near invstd, slope;
  double weight;
  Limit dy_limit, x_limit;
};

/// Returns the constants of Ziv's test for dx (docs/rounding.md).
BN_HOST_DEVICE CertifiedGradient certified_gradient_terms(const GradientTerms& terms) {
  const Near scale = scale_of(terms.weight, terms.invstd);
  const double size = std::fabs(scale.value);
  // Where the slope is not known to differ from zero, another one of its size is as good.
  const double slope =
      std::fabs(terms.slope.value) < terms.slope.radius ? terms.slope.radius : terms.slope.value;
  const double slope_error = terms.slope.radius + std::fabs(slope - terms.slope.value);
  const double relative_slope = slope == 0 ? 0 : slope_error / std::fabs(slope);
  const double relative = size == 0 ? 0 : scale.radius / size;
  const double shift = slope * terms.mean.low - terms.mean_dy.low;
  const double bias = scale.value * shift;
  const double inner = terms.mean_dy.radius + (std::fabs(slope) + slope_error) * terms.mean.radius +
                       slope_error * std::fabs(terms.mean.low) +
                       2 * kUnit * (std::fabs(shift) + std::fabs(slope * terms.mean.low));
  const double absolute = (size + scale.radius) * inner + std::fabs(bias) * (relative + 6 * kUnit);
  const double reach = absolute * kRoom;  // 0 where dx is 0 and the means exact
  const double along = -scale.value * slope, shifted = scale.value * terms.mean_dy.high;
  const double moved = along * terms.mean.high;
  const double flat_bias = (bias - shifted) - moved;
  const double largest_along = terms.x_limit.value * std::fabs(along);
  const double flat =
      (size * terms.dy_limit.value * (relative + 3 * kUnit) +
       largest_along * (relative + relative_slope + 6 * kUnit) +
       std::fabs(moved) * (relative + relative_slope + 4 * kUnit) +
       std::fabs(shifted) * (relative + 4 * kUnit) + std::fabs(flat_bias) * 6 * kUnit + absolute) *
      kRoom;
  const double slack_along = size * (1 + relative) * (relative_slope + 4 * kUnit) * kRoom;
  if (!std::isfinite(flat) || !std::isfinite(flat_bias) || !std::isfinite(slack_along) ||
      !std::isfinite(relative) || !std::isfinite(slope)) {
    return open_gradient();
  }
  return {terms.mean.high,
          slope,
          terms.mean_dy.high,
          scale.value,
          (relative + 7 * kUnit) * kRoom,
          slack_along,
          bias - reach + 0.0,
          bias + reach + 0.0,
          along + 0.0,
          flat_bias - flat + 0.0,
          flat_bias + flat + 0.0,
          terms.dy_limit.encoded,
          terms.x_limit.encoded};
}

/// Returns those of a dx that is 0 throughout: of a dy that is the same everywhere.
BN_HOST_DEVICE CertifiedGradient zero_gradient() {
  CertifiedGradient zero = {};
  zero.dy_limit = zero.x_limit = UINT32_MAX;
  return zero;
}

}  // namespace rounding
