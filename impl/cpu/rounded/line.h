#pragma once

#include "cpu/rounded/certified_kernels.h"
#include "cpu/rounded/statistics.h"

namespace cpu {

/// What one channel's y is made of.
struct LineTerms {
  LongMean mean;
  Near invstd;
  double weight, bias;
};

/// Returns the constants of Ziv's test for y (docs/rounding.md has the proof). The computed product
/// (x - mean.high) * scale errs by three roundings and that of scale, the two ends by two more
/// each. The rest of the mean moves the bias.
inline CertifiedLine certified_line(const LineTerms& terms) {
  const Near scale = Near{terms.weight, 0} * terms.invstd;
  const double size = std::fabs(scale.value);
  const double shift = scale.value * terms.mean.low;
  const double bias = terms.bias - shift;
  const double relative = size == 0 ? 0 : scale.radius / size;
  const double absolute = (size + scale.radius) * terms.mean.radius +
                          std::fabs(shift) * (relative + 2 * kUnit) +
                          4 * kUnit * (std::fabs(bias) + std::fabs(shift));
  const double reach = absolute * kRoom;  // 0 where y is 0 and the mean exact
  // Ends of 0 rather than -0: the kernels take these for different numbers.
  return {terms.mean.high, scale.value, (relative + 5 * kUnit) * kRoom, bias - reach + 0.0,
          bias + reach + 0.0};
}

/// What one channel's dx is made of; in evaluation there is neither mean_dy nor slope.
struct GradientTerms {
  LongMean mean, mean_dy;
  Near invstd, slope;
  double weight;
};

/// Returns the constants of Ziv's test for dx (docs/rounding.md).
inline CertifiedGradient certified_gradient_terms(const GradientTerms& terms) {
  const Near scale = Near{terms.weight, 0} * terms.invstd;
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
  const double reach = absolute * kRoom;  // 0 where y is 0 and the mean exact
  return {terms.mean.high,
          slope,
          terms.mean_dy.high,
          scale.value,
          (relative + 7 * kUnit) * kRoom,
          size * (1 + relative) * (relative_slope + 4 * kUnit) * kRoom,
          bias - reach + 0.0,
          bias + reach + 0.0};
}

/// Returns those of a dx that is 0 throughout: of a dy that is the same everywhere.
inline CertifiedGradient zero_gradient() { return {}; }

}  // namespace cpu
