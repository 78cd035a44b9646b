#include "reference/error_budget/second_terms.h"

namespace bncheck::reference {
namespace {

// No honest grouping rounds a term more often than this at each of the three levels: from the sums
// to a product of means, from that to a term of an element, and from the terms to the output.
// docs/numerics.md, 7.5.
constexpr double kRoundings = 8;

// Products on the way to one output that may underflow.
constexpr double kProducts = 32;

/// What a product that underflows is multiplied by beyond the factors of its term's size: one x -
/// mean whose invstd is used up, or one x.
Upper reach_of(const Channel& channel, const Arithmetic& arithmetic) {
  const Upper reach = Upper(1) + channel.largest_centered;
  return arithmetic.apply == ApplyForm::direct ? reach : reach + channel.largest + channel.mean;
}

}  // namespace

SecondTerms::SecondTerms(const Channel& channel, const std::vector<double>& dy,
                         const SecondChannel& second, Mode mode, const Arithmetic& arithmetic,
                         const StatisticsError& statistics)
    : g(channel, dy, mode, arithmetic, statistics),
      v(channel, second.ddx, mode, arithmetic, statistics),
      training(mode == Mode::training),
      m(arithmetic.values),
      weight(channel.weight),
      ddweight(magnitude(second.ddweight)),
      ddbias(magnitude(second.ddbias)),
      invstd(channel.invstd),
      level(roundings(kRoundings, coarser(arithmetic.coarse, arithmetic.accumulator).u)),
      invstd_error(g.sums.invstd_error),
      loaded(arithmetic.input_rounding),
      cubed(cube_underflow(channel, arithmetic)),
      xhat(invstd * Linear::centered()),
      xhat_error(0.0),
      rounded_xhat(0.0) {
  const Upper one = 1;
  const Upper normalized = one + channel.largest_centered * invstd;
  const Upper power = one + invstd;
  lost = kProducts * Upper(arithmetic.coarse.underflow) * (one + weight) * (one + ddweight) *
         power * power * power * (one + g.sums.largest_dy) * (one + v.sums.largest_dy) *
         normalized * normalized * reach_of(channel, arithmetic);
  bound_xhat(channel, arithmetic);
  bound_covariance(dy, second.ddx, arithmetic);
  product_size = g.product() * v.product();
  product_error = g.means.product * v.means.product_error +
                  v.means.product * g.means.product_error +
                  g.means.product_error * v.means.product_error;
}

/// Folded, a product p * x is rounded at its own size, not at that of p * (x - mean).
void SecondTerms::bound_xhat(const Channel& channel, const Arithmetic& arithmetic) {
  const Upper shift = g.sums.mean_error;
  const bool direct = arithmetic.apply == ApplyForm::direct;
  const Linear centers =
      direct ? Linear::centered() + shift : Linear::x() + channel.mean + 2 * shift;
  rounded_xhat = invstd * (Upper(1) + invstd_error) * centers;
  xhat_error =
      invstd_error * xhat + (Upper(1) + invstd_error) * invstd * shift + level * rounded_xhat;
}

/// The means that are subtracted shift the covariance by products of their errors with the other
/// mean where only one factor is centered; its terms are rounded at most at the size of
/// (|dy| + |mean dy|)(|ddx| + |mean ddx|).
void SecondTerms::bound_covariance(const std::vector<double>& dy, const std::vector<double>& ddx,
                                   const Arithmetic& arithmetic) {
  const Ball count(arithmetic.values);
  covariance = exact_dot(dy, ddx) / count;
  if (training) covariance = covariance - g.means.dy_ball * v.means.dy_ball;
  Upper products;
  for (std::size_t j = 0; j < dy.size(); ++j) products += magnitude(dy[j]) * magnitude(ddx[j]);
  const double values = arithmetic.values;
  covariance_size = products / values + g.mean() * (v.sums.dy_abs / values + v.mean()) +
                    v.mean() * (g.sums.dy_abs / values);
  const Upper summed = roundings(arithmetic.summation_height + 2, arithmetic.accumulator.u);
  const Upper relative = compound(compound(level, summed), compound(loaded, loaded));
  const Upper shifted = g.means.dy_error * v.mean() + v.means.dy_error * g.mean();
  covariance_error = relative * covariance_size + (Upper(1) + relative) * shifted;
}

}  // namespace bncheck::reference
