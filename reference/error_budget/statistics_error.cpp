#include "reference/error_budget/statistics_error.h"

#include <bit>
#include <cmath>

namespace bncheck::reference {
namespace {

/// Bounds |fl(sum t) / m - sum t / m| by this factor times mean |t|: h additions, then a division
/// or a multiplication by a rounded 1/m (two roundings). Higham 2002, (4.4), for any order of
/// height h.
Upper mean_roundings(const Arithmetic& arithmetic) {
  return roundings(arithmetic.summation_height + 2, arithmetic.accumulator.u);
}

/// Bounds the error of every mean inside Welford's recurrence and its merges, in any tree of height
/// h. docs/numerics.md, 3.2: a level moves the mean by a convex combination, and rounds values of
/// the size of x four times (the weighted merge does) and differences of means four times.
Upper welford_mean_error(const Channel& channel, const Arithmetic& arithmetic) {
  const double u = coarser(arithmetic.accumulator, arithmetic.element).u;
  const double height = std::fmax(arithmetic.summation_height, 1.0);
  const Upper per_level = roundings(4, u) * (channel.largest + channel.spread);
  const Upper growth = Upper(1) + roundings(12 * height, u);
  return Upper(height) * per_level * growth + height * Upper(arithmetic.accumulator.underflow);
}

/// Bounds the mean before it is stored.
Upper raw_mean_error(const Channel& channel, const Arithmetic& arithmetic) {
  const Upper loaded = arithmetic.input_rounding * channel.mean_abs;
  if (arithmetic.variance == VarianceAlgorithm::welford) {
    return welford_mean_error(channel, arithmetic) + loaded;
  }
  const Upper rounded = mean_roundings(arithmetic) * (channel.mean_abs + loaded);
  // The division underflows, or each of the m terms where they are scaled by 1/m beforehand.
  return rounded + loaded +
         (Upper(arithmetic.values) + 2) * Upper(arithmetic.accumulator.underflow);
}

Upper stored_mean_error(const Channel& channel, const Arithmetic& arithmetic) {
  const Upper raw = raw_mean_error(channel, arithmetic);
  const Upper stored = narrowing({arithmetic.accumulator, arithmetic.stored});
  return raw + stored * (channel.mean + raw) + arithmetic.stored.underflow;
}

/// Bounds the mean as subtracted from single elements.
Upper element_mean_error(const Channel& channel, const Arithmetic& arithmetic) {
  const Upper stored = stored_mean_error(channel, arithmetic);
  return stored + narrowing({arithmetic.stored, arithmetic.element}) * (channel.mean + stored) +
         narrowing_underflow({arithmetic.stored, arithmetic.element});
}

/// Squares underflow in the element's format, and in the accumulator's, each of them if scaled by
/// 1/m.
Upper square_underflow(const Arithmetic& arithmetic) {
  return 2 * Upper(arithmetic.element.underflow) +
         (Upper(arithmetic.values) + 2) * Upper(arithmetic.accumulator.underflow);
}

/// mean fl((x - mean')^2): mean (x - mean')^2 = var + (mean' - mean)^2 exactly, and every computed
/// term carries three roundings. docs/numerics.md, 4.1.
Upper two_pass_error(const Channel& channel, const Arithmetic& arithmetic, Upper mean_error) {
  const Upper per_element = roundings(3, arithmetic.element.u);
  const Upper relative = compound(per_element, mean_roundings(arithmetic));
  const Upper shift = mean_error * mean_error;
  const Upper loaded = arithmetic.input_rounding * channel.largest;
  return relative * (channel.var + shift) + shift +
         loaded * (2 * channel.largest_centered + loaded) * (Upper(1) + relative);
}

/// mean fl(x^2) - fl(mean'^2), clipped at zero or not. docs/numerics.md, 4.2.
Upper one_pass_error(const Channel& channel, const Arithmetic& arithmetic) {
  const double u = coarser(arithmetic.accumulator, arithmetic.element).u;
  const Upper per_element = compound(roundings(1, u), 3 * arithmetic.input_rounding);
  const Upper squares = compound(per_element, mean_roundings(arithmetic)) * channel.mean_square;
  const Upper mean_error = raw_mean_error(channel, arithmetic);
  const Upper size = channel.mean + mean_error;
  const Upper mean_squared = mean_error * (2 * channel.mean + mean_error) + Upper(u) * size * size;
  const Upper difference = squares + mean_squared;
  return difference * (Upper(1) + u) + Upper(u) * channel.var;
}

/// Welford's recurrence and its merges in any tree of height h. docs/numerics.md, 4.3: the exact
/// merge terms sum to m*var, the weights of all merges to at most (m/2) log2 m, and Cauchy-Schwarz
/// bounds what an error e of the running means does to them.
Upper welford_error(const Channel& channel, const Arithmetic& arithmetic) {
  const double u = coarser(arithmetic.accumulator, arithmetic.element).u;
  const Upper e = welford_mean_error(channel, arithmetic);
  const double log2_m = std::bit_width(static_cast<std::uint64_t>(arithmetic.values));
  const Upper weights = log2_m / 2;
  const Upper shift = 4 * e * root(channel.var * weights) + 4 * e * e * weights;
  const Upper relative = roundings(arithmetic.summation_height + 9, u);
  const Upper loaded = arithmetic.input_rounding * channel.largest;
  return relative * (channel.var + shift) + shift +
         4 * loaded * (channel.largest_centered + loaded);
}

Upper variance_error(const Channel& channel, const Arithmetic& arithmetic) {
  switch (arithmetic.variance) {
    case VarianceAlgorithm::two_pass:
      return two_pass_error(channel, arithmetic, element_mean_error(channel, arithmetic));
    case VarianceAlgorithm::one_pass: return one_pass_error(channel, arithmetic);
    case VarianceAlgorithm::welford: return welford_error(channel, arithmetic);
  }
  return std::numeric_limits<double>::infinity();
}

/// Relative error of fl(1/sqrt(fl(var' + eps'))). With t the relative error of var + eps,
/// (1-t)^(-1/2) <= 1 + t/(2(1-t)) for 0 <= t < 1.
Upper invstd_error(const Channel& channel, const Arithmetic& arithmetic, const Format& format,
                   Upper variance_error, double eps) {
  const Upper eps_error = Upper(arithmetic.parameter_rounding) * eps + arithmetic.eps_underflow;
  if (channel.var_plus_eps <= 0) return std::numeric_limits<double>::infinity();
  const Upper absolute = variance_error + eps_error + format.underflow;
  const double t = compound(absolute / channel.var_plus_eps, format.u).value();
  if (!(t < 1)) return std::numeric_limits<double>::infinity();
  const Upper from_variance = Upper(t) / (2 * (1 - t) * (1 - 0x1p-50));
  const Upper computed = compound(from_variance, Upper(arithmetic.invsqrt_error_u) * format.u);
  // A stored invstd below the smallest normal number is rounded absolutely.
  const double least = channel.invstd_ball.lower_magnitude();
  const bool subnormal = least < 2 * format.smallest_normal;
  return subnormal ? computed + Upper(format.underflow) / least : computed;
}

/// Whether var' + eps' may be zero: because everything that keeps it from zero underflows, or, with
/// eps 0, because a clipped one-pass variance or Welford's may be. A two-pass variance is not: it
/// errs by more than roundings only upwards.
bool may_vanish(const Channel& channel, const Arithmetic& arithmetic, Upper variance_error,
                double eps) {
  const Upper eps_error = Upper(arithmetic.parameter_rounding) * eps + arithmetic.eps_underflow;
  const Upper lost =
      square_underflow(arithmetic) + Upper(arithmetic.accumulator.underflow) + eps_error;
  if (channel.var_plus_eps <= 2 * lost.value()) return true;
  const bool eps_is_lost = eps <= 2 * eps_error.value();
  return arithmetic.variance != VarianceAlgorithm::two_pass && eps_is_lost &&
         variance_error > channel.var_plus_eps;
}

/// A variance comes out at zero or above, so that eps alone bounds invstd where nothing else does.
Upper largest_invstd(const Channel& channel, const Arithmetic& arithmetic, Upper relative_error,
                     double eps) {
  const Upper expected = channel.invstd * (Upper(1) + relative_error);
  const Upper eps_error = Upper(arithmetic.parameter_rounding) * eps + arithmetic.eps_underflow;
  const double least = eps * (1 - 0x1p-50) - eps_error.value();
  if (relative_error.value() < std::numeric_limits<double>::infinity()) return expected;
  if (!(least > 0)) return std::numeric_limits<double>::infinity();
  // An addition, a root and a division of var' + eps'.
  return (Upper(1) + Upper(arithmetic.invsqrt_error_u + 1) * arithmetic.invstd.u) /
         (std::sqrt(least) * (1 - 0x1p-50));
}

/// Whether a sum, a square or the variance may leave its format's range; where it may not, no
/// computed value exceeds twice the exact one.
bool may_overflow(const Channel& channel, const Arithmetic& arithmetic, Upper mean_error,
                  double eps) {
  const Upper twice_m = 2 * Upper(arithmetic.values);
  const bool squares_of_x = arithmetic.variance == VarianceAlgorithm::one_pass;
  const Upper term = squares_of_x ? channel.largest : channel.spread + mean_error;
  const Upper mean_of_squares =
      squares_of_x ? channel.mean_square : channel.var + mean_error * mean_error;
  const Upper sum = twice_m * channel.mean_abs;
  return (squares_of_x && sum * sum > arithmetic.accumulator.largest) ||
         sum > arithmetic.accumulator.largest || 2 * term * term > arithmetic.element.largest ||
         twice_m * mean_of_squares > arithmetic.accumulator.largest ||
         2 * (channel.var + eps) > arithmetic.invstd.largest;
}

}  // namespace

StatisticsError training_statistics_error(const Channel& channel, const Arithmetic& arithmetic,
                                          double eps) {
  StatisticsError error;
  error.mean = stored_mean_error(channel, arithmetic);
  const Upper raw = variance_error(channel, arithmetic) + square_underflow(arithmetic);
  // The variance itself may be stored before its root is taken.
  const Upper stored = narrowing({arithmetic.accumulator, arithmetic.stored});
  error.variance = raw + stored * (channel.var + raw);
  const Format& format = arithmetic.invstd;
  error.invstd = invstd_error(channel, arithmetic, format, error.variance, eps);
  error.largest_invstd = largest_invstd(channel, arithmetic, error.invstd, eps);
  error.overflow = !channel.finite || may_overflow(channel, arithmetic, error.mean, eps) ||
                   may_vanish(channel, arithmetic, error.variance, eps) ||
                   error.largest_invstd > format.largest;
  return error;
}

StatisticsError evaluation_statistics_error(const Channel& channel, const Arithmetic& arithmetic,
                                            double eps) {
  StatisticsError error;
  const Format format = coarser(arithmetic.invstd, arithmetic.coarse);
  const Upper loaded = narrowing({arithmetic.parameter, format});
  error.mean = narrowing({arithmetic.parameter, arithmetic.stored}) * channel.mean;
  error.variance = loaded * channel.var;
  error.invstd = invstd_error(channel, arithmetic, format, error.variance, eps);
  error.largest_invstd = largest_invstd(channel, arithmetic, error.invstd, eps);
  const Upper lost = Upper(arithmetic.eps_underflow) + format.underflow;
  error.overflow = !channel.finite || channel.var_plus_eps <= 2 * lost.value() ||
                   2 * (channel.var + eps) > format.largest;
  return error;
}

}  // namespace bncheck::reference
