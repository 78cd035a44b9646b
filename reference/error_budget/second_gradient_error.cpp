#include "reference/error_budget/second_gradient_error.h"

#include <cmath>

#include "core/judge.h"

namespace bncheck::reference {
namespace {

/// d_dy before it is written: weight*invstd*(ddx - mean ddx - xhat*q) + ddweight*xhat + ddbias,
/// q = mean(ddx*xhat).
struct Bound {
  Linear error;
  Linear size;
};

Bound bound_d_dy(const SecondTerms& s, Upper bias_error) {
  const Linear inner = Linear::ddx() + s.v.mean() + s.rounded_xhat * s.v.product();
  const Linear inner_error = s.loaded * Linear::ddx() + s.v.means.dy_error +
                             s.xhat_error * s.v.product() + s.xhat * s.v.means.product_error +
                             s.level * inner;
  const Upper relative = compound(s.invstd_error, s.level);
  const Upper scale = s.weight * s.invstd;
  const Linear size = scale * inner + s.ddweight * s.rounded_xhat + s.ddbias;
  const Linear error = scale * (Upper(1) + relative) * inner_error + relative * scale * inner +
                       s.ddweight * s.xhat_error + s.level * size + bias_error;
  return {error, size};
}

/// weight*invstd^2*(xhat*(3pq - c) - q*(dy - mean dy) - p*(ddx - mean ddx)) in training, c the
/// covariance, and ddweight*invstd*(dy - mean dy - xhat*p), p = mean(dy*xhat).
Bound bound_d_x(const SecondTerms& s) {
  const Linear dy = Linear::dy() + s.g.mean();
  const Linear ddx = Linear::ddx() + s.v.mean();
  const Linear dy_error = s.loaded * Linear::dy() + s.g.means.dy_error;
  const Linear ddx_error = s.loaded * Linear::ddx() + s.v.means.dy_error;
  const Upper once = compound(s.invstd_error, s.level);

  const Linear second = dy + s.rounded_xhat * s.g.product();
  const Linear second_error =
      dy_error + s.xhat_error * s.g.product() + s.xhat * s.g.means.product_error + s.level * second;
  const Upper second_scale = s.ddweight * s.invstd;
  Bound bound{second_scale * ((Upper(1) + once) * second_error + once * second),
              second_scale * second};
  if (!s.training) return bound;

  const Upper bend_size = 3 * s.product_size + s.covariance_size;
  const Upper bend_error = 3 * s.product_error + s.covariance_error + s.level * bend_size;
  const Linear first = s.rounded_xhat * bend_size + s.v.product() * dy + s.g.product() * ddx;
  const Linear first_error = s.xhat_error * bend_size + s.xhat * bend_error +
                             s.v.means.product_error * dy + s.v.product() * dy_error +
                             s.g.means.product_error * ddx + s.g.product() * ddx_error +
                             s.level * first;
  const Upper first_scale = s.weight * s.invstd * s.invstd;
  const Upper twice = compound(once, s.invstd_error);
  bound.error = bound.error + first_scale * ((Upper(1) + twice) * first_error + twice * first);
  bound.size = bound.size + first_scale * first;
  return bound;
}

/// invstd*m*(c - p*q), formed from the sums, or as the sum of ddx times backward's dx.
void bound_d_weight(const SecondTerms& s, const Arithmetic& arithmetic,
                    SecondGradientError& error) {
  const Ball product = s.training ? s.g.means.product_ball * s.v.means.product_ball : Ball(0);
  const double values = arithmetic.values;
  const Upper summed = s.g.product() * (s.v.sums.product_abs / values) +
                       s.v.product() * (s.g.sums.product_abs / values);
  const Upper size = s.covariance_size + s.product_size + summed;
  const Upper relative = compound(s.invstd_error, s.level);
  const Upper inner = s.covariance_error + s.product_error + s.level * size;
  const Upper bound = (Upper(1) + relative) * inner +
                      s.invstd_error * magnitude(s.covariance - product) + s.level * size;
  const Upper scale = s.m * s.invstd;
  error.d_weight =
      written_sum(scale * (bound + s.cubed * size) + s.m * s.lost, scale * size, arithmetic);
  error.d_weight_range = scale * size;
}

/// The largest of the values that an honest grouping may form on the way to d_dy.
Upper greatest_of_d_dy(const SecondTerms& s, const Channel& channel, Upper invstd) {
  const Upper normalized = channel.largest_centered * invstd;
  const Upper along =
      max(channel.largest_centered * invstd * invstd, normalized) * s.v.sums.centered_abs;
  const Upper inner = s.m * s.v.sums.largest_dy + s.v.sums.dy_abs + (s.training ? along : Upper(0));
  const Upper scale = s.weight * invstd;
  Upper greatest = max(inner * (Upper(1) + scale), max(scale, invstd * invstd));
  greatest = max(greatest, s.v.sums.centered_abs * (Upper(1) + invstd * invstd * invstd));
  return greatest + s.ddweight * max(channel.largest_centered, normalized) + s.ddbias;
}

/// The same for d_x and d_weight: the sums, powers of invstd up to the third, and the products of
/// both with what is left.
Upper greatest_of_d_x(const SecondTerms& s, const Channel& channel, Upper invstd) {
  const Upper values = s.m * s.covariance_size + s.g.sums.dy_abs * s.v.sums.dy_abs;
  const Upper second = s.ddweight * (Upper(1) + invstd) * s.m * s.g.sums.largest_dy;
  if (!s.training) return max(values * (Upper(1) + invstd), second);
  const Upper square = invstd * invstd;
  const Upper cube = square * invstd;
  const Upper weight = max(s.weight, Upper(1));
  const Upper g = s.g.sums.centered_abs;
  const Upper v = s.v.sums.centered_abs;
  const Upper totals = values + 3 * square * g * v;
  const Upper largest = channel.largest_centered;
  const Upper power = weight * max(cube, Upper(1));
  const Upper mixed = g * s.v.sums.largest_dy + v * s.g.sums.largest_dy;
  Upper greatest = max(3 * g * v, power * (Upper(1) + totals + 2 * mixed));
  greatest = max(greatest, weight * largest * cube * (Upper(1) + totals));
  return max(greatest, second + s.ddweight * max(largest * cube, largest * square) * g);
}

void find_overflow(const SecondTerms& s, const Channel& channel, const Arithmetic& arithmetic,
                   const StatisticsError& statistics, SecondGradientError& error) {
  const Upper invstd = statistics.largest_invstd;
  const bool saved = arithmetic.backward_statistics == BackwardStatistics::saved;
  const bool lost = statistics.overflow || (saved && invstd > arithmetic.parameter.largest);
  const double largest = std::fmin(arithmetic.coarse.largest, arithmetic.accumulator.largest);
  error.d_dy_overflow = lost || 2 * greatest_of_d_dy(s, channel, invstd) > largest;
  error.d_x_overflow = error.d_weight_overflow =
      error.d_dy_overflow || 2 * greatest_of_d_x(s, channel, invstd) > largest;
  error.d_weight_overflow |= 2 * error.d_weight_range > arithmetic.parameter.largest;
}

/// Adds what underflows and the rounding to the output's format, and evaluates for every element.
void write(Bound bound, const SecondTerms& s, const Channel& channel, const std::vector<double>& dy,
           const std::vector<double>& ddx, const Arithmetic& arithmetic,
           std::vector<double>& errors, std::vector<double>& ranges, bool& overflow) {
  bound.error = bound.error + s.cubed * bound.size + s.lost;
  bound.error = bound.error +
                narrowing({arithmetic.coarse, arithmetic.output}) * (bound.size + bound.error) +
                arithmetic.output.underflow;
  for (std::size_t j = 0; j < dy.size(); ++j) {
    const Magnitudes of = {std::fabs(channel.x[j]), std::fabs(dy[j]), channel.centered[j], 0,
                           std::fabs(ddx[j])};
    const Upper error = bound.error.at(of);
    const Upper size = bound.size.at(of);
    errors.push_back(error.value());
    ranges.push_back(size.value());
    // An unbounded error says nothing of the value: find_overflow has bounded that.
    overflow |= 2 * (error.value() < kAnyFinite ? size + error : size) > arithmetic.output.largest;
  }
}

}  // namespace

SecondGradientError second_gradient_error(const Channel& channel, const std::vector<double>& dy,
                                          const SecondChannel& second, Mode mode,
                                          const Arithmetic& arithmetic,
                                          const StatisticsError& statistics) {
  const SecondTerms s(channel, dy, second, mode, arithmetic, statistics);
  const Upper bias_error = narrowing({arithmetic.parameter, arithmetic.coarse}) * s.ddbias;
  SecondGradientError error;
  bound_d_weight(s, arithmetic, error);
  find_overflow(s, channel, arithmetic, statistics, error);
  write(bound_d_dy(s, bias_error), s, channel, dy, second.ddx, arithmetic, error.d_dy,
        error.d_dy_range, error.d_dy_overflow);
  write(bound_d_x(s), s, channel, dy, second.ddx, arithmetic, error.d_x, error.d_x_range,
        error.d_x_overflow);
  return error;
}

}  // namespace bncheck::reference
