#include "reference/error_budget/gradient_sums.h"

#include <algorithm>
#include <cmath>

#include "reference/certified/block_sum.h"

namespace bncheck::reference {
namespace {

/// sum dy and sum dy * x; balls of infinite radius where a value is an infinity or a NaN.
struct ExactTotals {
  Ball dy;
  Ball dy_x;
};

ExactTotals exact_totals(const std::vector<double>& x, const std::vector<double>& dy) {
  ChannelSums sums;
  bool finite = true;
  for (std::size_t j = 0; j < dy.size() && finite; j += kBlock) {
    const std::size_t n = std::min(kBlock, dy.size() - j);
    finite = all_finite(x.data() + j, n) && add_block(x.data() + j, dy.data() + j, n, sums);
  }
  if (!finite) return {Ball(HUGE_VAL), Ball(HUGE_VAL)};
  return {to_ball(sums.dy.value()), to_ball(sums.dy_x.value())};
}

}  // namespace

GradientSums::GradientSums(const Channel& channel, const std::vector<double>& dy,
                           const Arithmetic& arithmetic, const StatisticsError& statistics)
    : mean_error(0.0), invstd_error(0.0), u(arithmetic.coarse.u), underflow(0.0) {
  for (std::size_t j = 0; j < dy.size(); ++j) {
    const Upper size = magnitude(dy[j]);
    dy_abs += size;
    centered_abs += size * channel.centered[j];
    distances += channel.centered[j];
    largest_dy = max(largest_dy, size);
  }
  product_abs = channel.invstd * centered_abs;
  const ExactTotals totals = exact_totals(channel.x, dy);
  dy_ball = totals.dy;
  product_ball = (totals.dy_x - channel.mean_ball * totals.dy) * channel.invstd_ball;
  // Saved statistics pass through the parameter's type; recomputed ones do not.
  const bool saved = arithmetic.backward_statistics == BackwardStatistics::saved;
  const Format& through = saved ? arithmetic.parameter : arithmetic.stored;
  const Upper kept = narrowing({arithmetic.stored, through, arithmetic.coarse});
  mean_error = statistics.mean + kept * (channel.mean + statistics.mean) +
               narrowing_underflow({arithmetic.stored, through, arithmetic.coarse}) +
               arithmetic.input_rounding * channel.largest + 2 * Upper(arithmetic.coarse.flush);
  // weight is loaded wherever invstd is multiplied into dx.
  invstd_error = compound(compound(statistics.invstd, kept),
                          narrowing({arithmetic.parameter, arithmetic.coarse}));
  underflow =
      Upper(arithmetic.coarse.underflow) * (Upper(1) + channel.invstd) * (Upper(1) + largest_dy);
}

Upper dy_sum_error(const GradientSums& sums, const Arithmetic& arithmetic) {
  const Upper summed = roundings(arithmetic.summation_height, arithmetic.accumulator.u);
  const Upper loaded = arithmetic.input_rounding * sums.dy_abs;
  const Upper size = arithmetic.exact_sums ? magnitude(sums.dy_ball) : sums.dy_abs;
  return loaded + summed * (size + loaded) +
         Upper(arithmetic.values) * arithmetic.accumulator.flush;
}

/// The errors of mean and invstd are the same for all elements, so they act on the sums, and only
/// the roundings act on sums of magnitudes: subtraction, two products and the sum, or a product,
/// the sum and a product.
Upper product_sum_error(const Channel& channel, const GradientSums& sums,
                        const Arithmetic& arithmetic) {
  const Upper rounded =
      compound(compound(roundings(3, sums.u), arithmetic.input_rounding),
               roundings(arithmetic.summation_height + 1, arithmetic.accumulator.u));
  const Upper shift = channel.invstd * sums.mean_error;
  const Upper from_rounding = rounded * (sums.product_abs + shift * sums.dy_abs);
  const Upper from_mean = shift * magnitude(sums.dy_ball);
  // A subnormal dy may be loaded as 0.
  const Upper flushed = Upper(arithmetic.coarse.flush) * (Upper(1) + rounded) *
                        (channel.invstd * sums.distances + arithmetic.values * shift);
  return sums.invstd_error * magnitude(sums.product_ball) +
         (Upper(1) + sums.invstd_error) * (from_mean + from_rounding + flushed) +
         3 * Upper(arithmetic.values) * sums.underflow;
}

Upper written_sum(Upper error, Upper magnitude_of_value, const Arithmetic& arithmetic) {
  return error +
         narrowing({arithmetic.accumulator, arithmetic.parameter}) * (magnitude_of_value + error) +
         arithmetic.parameter.underflow;
}

Means means_of(const Channel& channel, const GradientSums& sums, const Arithmetic& arithmetic) {
  const double m = arithmetic.values;
  const Upper divided = compound(roundings(2, arithmetic.accumulator.u),
                                 narrowing({arithmetic.accumulator, arithmetic.coarse}));
  Means means{0.0, 0.0, 0.0, 0.0, sums.dy_ball / Ball(m), sums.product_ball / Ball(m)};
  means.dy = magnitude(means.dy_ball);
  means.product = magnitude(means.product_ball);
  const Upper dy_error = dy_sum_error(sums, arithmetic) / m;
  const Upper product_error = product_sum_error(channel, sums, arithmetic) / m;
  means.dy_error = dy_error + divided * (means.dy + dy_error) + arithmetic.coarse.underflow;
  means.product_error = product_error + divided * (means.product + product_error) + sums.underflow;
  return means;
}

Upper cube_underflow(const Channel& channel, const Arithmetic& arithmetic) {
  const double invstd = channel.invstd_ball.lower_magnitude();
  const double half = invstd * invstd * invstd / 2;  // the derivative of 1/sqrt is -invstd^3 / 2
  if (half >= 2 * arithmetic.coarse.smallest_normal) return 0.0;
  return half > arithmetic.coarse.underflow ? Upper(arithmetic.coarse.underflow) / half : Upper(1);
}

Ball exact_dot(const std::vector<double>& a, const std::vector<double>& b) {
  return exact_totals(a, b).dy_x;
}

}  // namespace bncheck::reference
