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
  bool is_plain;
};

BN_DEVICE RoundedLine plain_line(double mean, double scale, double bias) {
  return {mean, scale, bias, 0, 0, 0, true};
}

BN_DEVICE RoundedLine rounded_line(const LongNear& mean, const Near& invstd, double weight,
                                   double bias) {
  if (!std::isfinite(weight) || !std::isfinite(bias)) {
    return plain_line(mean.high, weight * invstd.value, bias);
  }
  const rounding::CertifiedLine line = rounding::certified_line({mean, invstd, weight, bias, {}});
  return {line.mean, line.scale, bias, line.slack, line.low, line.high, false};
}

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

/// dx = ((dy - offset) - (x - mean) * slope) * scale, likewise.
struct RoundedGradient {
  double mean, slope, offset, scale, slack, slack_along, low, high;
  bool is_plain;
};

BN_DEVICE RoundedGradient rounded_gradient(const rounding::GradientTerms& terms) {
  const double scale = terms.weight * terms.invstd.value;
  if (!std::isfinite(terms.weight)) {
    return {terms.mean.high, terms.slope.value, terms.mean_dy.high, scale, 0, 0, 0, 0, true};
  }
  const rounding::CertifiedGradient gradient = rounding::certified_gradient_terms(terms);
  return {gradient.mean,        gradient.slope, gradient.offset, gradient.scale, gradient.slack,
          gradient.slack_along, gradient.low,   gradient.high,   false};
}

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
