#pragma once

#include "cuda/rounded/lines.h"

// What lines.h is to narrower types: numbers are sums of two doubles (docs/rounding.md, f64).
namespace cuda {

/// A sum of terms in two words, and its bound.
struct LongTerms {
  double high, low = 0, bound;

  BN_DEVICE LongTerms(double constant, double of_constants) : high(constant), bound(of_constants) {}

  BN_DEVICE void add(const rounding::DoubleTerm& term, double value) {
    double deviation = value;
    const double rest = rounding::LongSum::two_sum(deviation, -term.center);
    const double product = deviation * term.factor;
    const double error = std::fma(deviation, term.factor, -product);
    const double lows = std::fma(deviation, term.factor_low, error);
    low += rounding::LongSum::two_sum(high, product) +
           std::fma(rest - term.center_low, term.factor, lows);
    if (deviation != 0) bound += term.least;
    bound += std::fabs(product) * term.slack;
  }
  /// Says whether all that the sum may be rounds to one number, and sets it.
  BN_DEVICE bool is_decided(double& answer) const {
    answer = high + (low - bound);
    return answer == high + (low + bound) && std::isfinite(answer);
  }
};

/// y = (x - mean) * scale + bias. In double scale has its sign, which the term's factor, where it
/// underflows, may not have.
struct LongLine {
  double bias, scale, bound;
  rounding::DoubleTerm term;
  std::int32_t is_plain;  // 0 or 1: what nobody wrote is no bool

  BN_DEVICE static LongLine plain(double mean, double scale, double bias) {
    return {bias, scale, 0, {mean, 0, scale, 0, 0, 0}, true};
  }
  BN_DEVICE static LongLine of(const LongNear& mean, const ScaledNear& invstd, double weight,
                               double bias) {
    const double scale = weight * invstd.value().high;
    if (!std::isfinite(weight) || !std::isfinite(bias)) return plain(mean.high, scale, bias);
    LongLine line = {bias, scale, rounding::bound_of(bias), {}, false};
    line.term =
        rounding::double_term({mean, (scaled_near_of(weight) * invstd).value()}, line.bound);
    line.bound *= rounding::kRoom;
    return line;
  }
};

BN_DEVICE double plain_y(const LongLine& line, double x) {
  return (x - line.term.center) * line.scale + line.bias;
}

BN_DEVICE bool is_decided(const LongLine& line, double x, double& y) {
  LongTerms sum(line.bias, line.bound);
  sum.add(line.term, x);
  return sum.is_decided(y);
}

/// dx = (dy - mean_dy) * scale - (x - mean) * slope * scale; plain: what RoundedGradient says,
/// slope being a factor of its own.
struct LongGradient {
  double scale, bound;
  rounding::DoubleTerm of_dy, of_x;
  std::int32_t is_plain;  // 0 or 1: what nobody wrote is no bool

  BN_DEVICE static LongGradient plain(double mean, double slope, double offset, double scale) {
    return {scale, 0, {offset, 0, scale, 0, 0, 0}, {mean, 0, slope, 0, 0, 0}, true};
  }
  BN_DEVICE static LongGradient of(const ChannelGradient<ScaledNear>& found, double weight) {
    LongGradient gradient = {};
    gradient.scale = weight * found.invstd.value().high;
    if (!std::isfinite(weight)) {
      return plain(found.mean.high, found.slope.value().high, found.mean_dy.high, gradient.scale);
    }
    const ScaledNear scale = scaled_near_of(weight) * found.invstd;
    gradient.of_dy = rounding::double_term({found.mean_dy, scale.value()}, gradient.bound);
    gradient.of_x =
        rounding::double_term({found.mean, -(scale * found.slope).value()}, gradient.bound);
    gradient.bound *= rounding::kRoom;
    return gradient;
  }
};

BN_DEVICE double plain_dx(const LongGradient& gradient, double dy, double x) {
  const double along = (x - gradient.of_x.center) * gradient.of_x.factor;
  return ((dy - gradient.of_dy.center) - along) * gradient.scale;
}

BN_DEVICE bool is_decided(const LongGradient& gradient, double dy, double x, double& dx) {
  LongTerms sum(0, gradient.bound);
  sum.add(gradient.of_dy, dy);
  sum.add(gradient.of_x, x);
  return sum.is_decided(dx);
}

/// The constants of a channel's elements.
template <class T>
using LineOf = std::conditional_t<std::is_same_v<T, double>, LongLine, RoundedLine>;
template <class T>
using GradientOf = std::conditional_t<std::is_same_v<T, double>, LongGradient, RoundedGradient>;

}  // namespace cuda
