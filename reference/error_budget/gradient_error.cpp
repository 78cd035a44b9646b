#include "reference/error_budget/gradient_error.h"

#include <cmath>

#include "reference/error_budget/gradient_sums.h"

namespace bncheck::reference {
namespace {

void sums_errors(const Channel& channel, const GradientSums& sums, const Arithmetic& arithmetic,
                 GradientError& error) {
  error.dbias = written_sum(dy_sum_error(sums, arithmetic), magnitude(sums.dy_ball), arithmetic);
  error.dbias_range = sums.dy_abs;
  error.dweight = written_sum(product_sum_error(channel, sums, arithmetic),
                              magnitude(sums.product_ball), arithmetic);
  error.dweight_range = sums.product_abs;
}

/// |dy - mean(dy) - xhat * mean(dy * xhat)| of each element, computed in double, and what bounds
/// it.
struct Inner {
  Inner(const Channel& channel, const Means& means);

  double magnitude(double x, double dy) const {
    return std::fabs((dy - mean_dy) - (x - center) * slope);
  }

  double center, mean_dy, slope;
  Linear bound;
};

/// Six roundings against the size of the terms, and what the leading doubles leave out.
Inner::Inner(const Channel& channel, const Means& means)
    : center(channel.mean_ball.middle.hi), mean_dy(means.dy_ball.middle.hi), bound(0.0) {
  const Ball exact_slope = channel.invstd_ball * means.product_ball;
  slope = exact_slope.middle.hi;
  const auto rest = [](const Ball& ball) { return Upper(std::fabs(ball.middle.lo)) + ball.radius; };
  const Upper size = bncheck::reference::magnitude(exact_slope);
  const Linear terms = Linear::dy() + size * Linear::centered() + means.dy;
  bound = Linear::value() + Upper(0x1p-50) * terms + rest(means.dy_ball) +
          rest(exact_slope) * Linear::centered() + size * channel.mean_rest;
}

/// (dy - mean dy) - xhat * mean(dy * xhat), then the product with weight * invstd, in any grouping.
Linear direct_dx(const Channel& channel, const GradientSums& sums, const Means& means,
                 const Linear& inner, const Arithmetic& arithmetic) {
  const double u = sums.u;
  const Upper relative = compound(sums.invstd_error, roundings(2, u));
  const Linear normalized = channel.invstd * Linear::centered();
  const Linear normalized_error = relative * normalized +
                                  (Upper(1) + relative) * channel.invstd * sums.mean_error +
                                  sums.underflow;
  const Linear product = normalized * means.product;
  const Linear answered = (normalized + normalized_error) * (means.product + means.product_error);
  const Upper cubed = cube_underflow(channel, arithmetic);
  // xhat * mean(dy * xhat) is formed by at most four more roundings, also as (x - mean) * k.
  const Linear product_error = normalized_error * (means.product + means.product_error) +
                               normalized * means.product_error + roundings(4, u) * answered +
                               Linear::centered() * sums.underflow + cubed * answered;
  const Linear loaded = arithmetic.input_rounding * Linear::dy();
  const Linear before = product_error + loaded + means.dy_error;
  const Linear first_difference = Linear::dy() + product + before + means.dy;
  const Linear inner_error = before + Upper(u) * first_difference * (Upper(1) + u) +
                             Upper(u) * (inner + before) + 2 * sums.underflow;
  return channel.weight * channel.invstd * (inner_error * (Upper(1) + relative) + relative * inner);
}

/// a * dy + (p * x + q) with a = weight * invstd, p = -a * invstd * mean(dy * xhat) and
/// q = -p * mean - a * mean(dy): at most eight roundings meet any of the four terms. What p loses
/// where it underflows is multiplied by x and by the mean.
Linear folded_dx(const Channel& channel, const GradientSums& sums, const Means& means) {
  const Upper relative =
      compound(compound(sums.invstd_error, sums.invstd_error), roundings(8, sums.u));
  const Upper a = channel.weight * channel.invstd;
  const Upper slope = channel.invstd * means.product;
  const Upper slope_error = channel.invstd * means.product_error * (Upper(1) + relative);
  const Linear centers = Linear::x() + channel.mean + 2 * sums.mean_error;
  const Linear terms = Linear::dy() + (slope + slope_error) * centers + means.dy + means.dy_error;
  return a * (relative * terms + slope_error * centers + (slope + slope_error) * sums.mean_error +
              means.dy_error) +
         4 * (Upper(1) + a) * sums.underflow * (centers + Upper(1));
}

/// Decides for which outputs an overflow is honest.
void find_overflow(const Channel& channel, const GradientSums& sums, const Arithmetic& arithmetic,
                   const StatisticsError& statistics, GradientError& error) {
  const Upper invstd = statistics.largest_invstd;
  const Upper scale = channel.weight * invstd;
  const Upper normalized = channel.largest_centered * invstd;
  const Upper products = max(sums.product_abs, invstd * sums.centered_abs);
  const Upper terms = 2 * sums.largest_dy + normalized * products;
  Upper element = max(sums.largest_dy * max(channel.largest_centered, normalized), terms);
  element = max(element, max(scale * terms, scale));
  // Powers of invstd and m * dy may be formed first.
  element = max(element, max(invstd * invstd, invstd * invstd * invstd));
  element = max(element, arithmetic.values * sums.largest_dy);
  const bool saved = arithmetic.backward_statistics == BackwardStatistics::saved;
  // A NaN passes no maximum, and no product by 0.
  const bool undefined = !channel.finite || !std::isfinite(sums.dy_abs.value());
  const bool lost =
      undefined || statistics.overflow || (saved && invstd > arithmetic.parameter.largest);
  const bool sum_overflow = undefined || 2 * sums.dy_abs > arithmetic.accumulator.largest;
  const Upper total = max(products, sums.centered_abs);
  const bool product_overflow =
      lost || 2 * element > arithmetic.coarse.largest || 2 * total > arithmetic.accumulator.largest;
  error.dbias_overflow = sum_overflow || 2 * sums.dy_abs > arithmetic.parameter.largest;
  error.dweight_overflow = product_overflow || 2 * products > arithmetic.parameter.largest;
  error.dx_overflow =
      sum_overflow || product_overflow || 2 * scale * terms > arithmetic.output.largest;
}

}  // namespace

GradientError training_gradient_error(const Channel& channel, const std::vector<double>& dy,
                                      const Arithmetic& arithmetic,
                                      const StatisticsError& statistics) {
  GradientError error;
  const GradientSums sums(channel, dy, arithmetic, statistics);
  sums_errors(channel, sums, arithmetic, error);
  find_overflow(channel, sums, arithmetic, statistics, error);
  const Means means = means_of(channel, sums, arithmetic);
  const Inner inner(channel, means);
  const Upper scale = channel.weight * channel.invstd;
  // The product with weight * invstd underflows last, or before weight is multiplied.
  const Upper lost = 2 * (Upper(1) + channel.weight) * sums.underflow;
  const auto written = [&](const Linear& bound) {
    const Upper narrowed = narrowing({arithmetic.coarse, arithmetic.output});
    return bound + lost + narrowed * (scale * inner.bound + bound + lost) +
           arithmetic.output.underflow;
  };
  Linear direct(0.0);
  Linear folded(0.0);
  if (arithmetic.apply != ApplyForm::folded) {
    direct = direct_dx(channel, sums, means, inner.bound, arithmetic);
  }
  if (arithmetic.apply != ApplyForm::direct) folded = folded_dx(channel, sums, means);
  direct = written(direct);
  folded = written(folded);
  const Linear terms =
      Linear::dy() + channel.invstd * means.product * Linear::centered() + means.dy;
  error.dx.reserve(dy.size());
  error.dx_range.reserve(dy.size());
  for (std::size_t j = 0; j < dy.size(); ++j) {
    const double x = channel.x[j];
    const Magnitudes of = {std::fabs(x), std::fabs(dy[j]), channel.centered[j],
                           inner.magnitude(x, dy[j])};
    error.dx.push_back(max(direct.at(of), folded.at(of)).value());
    error.dx_range.push_back((scale * terms.at(of)).value());
  }
  return error;
}

GradientError evaluation_gradient_error(const Channel& channel, const std::vector<double>& dy,
                                        const Arithmetic& arithmetic,
                                        const StatisticsError& statistics) {
  GradientError error;
  const GradientSums sums(channel, dy, arithmetic, statistics);
  sums_errors(channel, sums, arithmetic, error);
  find_overflow(channel, sums, arithmetic, statistics, error);
  const Upper relative = compound(compound(sums.invstd_error, roundings(2, sums.u)),
                                  narrowing({arithmetic.coarse, arithmetic.output}));
  const Upper lost = 2 * (Upper(1) + channel.weight) * sums.underflow + arithmetic.output.underflow;
  for (const double each : dy) {
    const Upper value = channel.weight * channel.invstd * magnitude(each);
    error.dx.push_back((relative * value + lost).value());
    error.dx_range.push_back(value.value());
  }
  return error;
}

}  // namespace bncheck::reference
