#include "reference/error_budget/gradient_error.h"

namespace bncheck::reference {
namespace {

/// The sums over a channel that the bounds are made of, and the statistics as backward uses them.
struct Sums {
  Sums(const Channel& channel, const std::vector<double>& dy, const Arithmetic& arithmetic,
       const StatisticsError& statistics);

  Ball dy_ball = 0;          // sum dy
  Ball product_ball = 0;     // sum dy * xhat
  Upper dy_abs = 0.0;        // sum |dy|
  Upper product_abs = 0.0;   // sum |dy * xhat|
  Upper centered_abs = 0.0;  // sum |dy * (x - mean)|
  Upper largest_dy = 0.0;
  Upper mean_error;    // of the mean as subtracted from elements
  Upper invstd_error;  // relative, of invstd as multiplied
  double u;            // of arithmetic on elements
  Upper underflow;     // of one product, with everything it may still be multiplied by
};

Sums::Sums(const Channel& channel, const std::vector<double>& dy, const Arithmetic& arithmetic,
           const StatisticsError& statistics)
    : mean_error(0.0), invstd_error(0.0), u(arithmetic.coarse.u), underflow(0.0) {
  for (std::size_t j = 0; j < dy.size(); ++j) {
    const Ball normalized = (Ball(channel.x[j]) - channel.mean_ball) * channel.invstd_ball;
    dy_ball = dy_ball + Ball(dy[j]);
    product_ball = product_ball + Ball(dy[j]) * normalized;
    dy_abs += magnitude(dy[j]);
    product_abs += magnitude(dy[j]) * magnitude(normalized);
    centered_abs += magnitude(dy[j]) * channel.centered[j];
    largest_dy = max(largest_dy, magnitude(dy[j]));
  }
  // Saved statistics pass through the parameter's type; recomputed ones do not.
  const bool saved = arithmetic.backward_statistics == BackwardStatistics::saved;
  const Upper kept = saved ? narrowing({arithmetic.stored, arithmetic.parameter, arithmetic.coarse})
                           : narrowing({arithmetic.stored, arithmetic.coarse});
  mean_error = statistics.mean + kept * (channel.mean + statistics.mean) +
               arithmetic.input_rounding * channel.largest + 2 * Upper(arithmetic.coarse.flush);
  // weight is loaded wherever invstd is multiplied into dx.
  invstd_error = compound(compound(statistics.invstd, kept),
                          narrowing({arithmetic.parameter, arithmetic.coarse}));
  underflow =
      Upper(arithmetic.coarse.underflow) * (Upper(1) + channel.invstd) * (Upper(1) + largest_dy);
}

/// |sum' dy - sum dy| before it is written.
Upper dy_sum_error(const Sums& sums, const Arithmetic& arithmetic) {
  const Upper relative = compound(roundings(arithmetic.summation_height, arithmetic.accumulator.u),
                                  arithmetic.input_rounding);
  return relative * sums.dy_abs + Upper(arithmetic.values) * arithmetic.accumulator.flush;
}

/// |sum' dy * xhat' - sum dy * xhat| before it is written. The errors of mean and invstd are the
/// same for all elements, so they act on the sums, and only the roundings act on sums of
/// magnitudes: subtraction, two products and the sum, or a product, the sum and a product.
Upper product_sum_error(const Channel& channel, const Sums& sums, const Arithmetic& arithmetic) {
  const Upper rounded =
      compound(compound(roundings(3, sums.u), arithmetic.input_rounding),
               roundings(arithmetic.summation_height + 1, arithmetic.accumulator.u));
  const Upper shift = channel.invstd * sums.mean_error;
  const Upper from_rounding = rounded * (sums.product_abs + shift * sums.dy_abs);
  const Upper from_mean = shift * magnitude(sums.dy_ball);
  return sums.invstd_error * magnitude(sums.product_ball) +
         (Upper(1) + sums.invstd_error) * (from_mean + from_rounding) +
         3 * Upper(arithmetic.values) * sums.underflow;
}

Upper written(Upper error, Upper magnitude_of_value, const Arithmetic& arithmetic) {
  return error +
         narrowing({arithmetic.accumulator, arithmetic.parameter}) * (magnitude_of_value + error) +
         arithmetic.parameter.underflow;
}

void sums_errors(const Channel& channel, const Sums& sums, const Arithmetic& arithmetic,
                 GradientError& error) {
  error.dbias = written(dy_sum_error(sums, arithmetic), magnitude(sums.dy_ball), arithmetic);
  error.dbias_range = sums.dy_abs;
  error.dweight = written(product_sum_error(channel, sums, arithmetic),
                          magnitude(sums.product_ball), arithmetic);
  error.dweight_range = sums.product_abs;
}

/// The two means that training's dx subtracts.
struct Means {
  Upper dy;        // |mean dy|
  Upper dy_error;  // absolute
  Upper product;   // |mean dy * xhat|
  Upper product_error;
  Ball dy_ball, product_ball;
};

Means means_of(const Channel& channel, const Sums& sums, const Arithmetic& arithmetic) {
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

/// What one element contributes.
struct Element {
  Upper dy;
  Upper centered;    // |x - mean|
  Upper normalized;  // |xhat|
  Upper inner;       // |dy - mean(dy) - xhat * mean(dy * xhat)|
};

/// Relative error of invstd^3, which textbook forms multiply by, where it underflows: at most the
/// smaller of underflow/invstd^3 and 1, since 0 is in the format.
Upper cube_underflow(const Channel& channel, const Arithmetic& arithmetic) {
  const double invstd = channel.invstd_ball.lower_magnitude();
  const double cube = invstd * invstd * invstd;
  if (cube >= 2 * arithmetic.coarse.smallest_normal) return 0.0;
  return cube > arithmetic.coarse.underflow ? Upper(arithmetic.coarse.underflow) / cube : Upper(1);
}

/// (dy - mean dy) - xhat * mean(dy * xhat), then the product with weight * invstd, in any grouping.
Upper direct_dx(const Channel& channel, const Sums& sums, const Means& means, const Element& e,
                const Arithmetic& arithmetic) {
  const double u = sums.u;
  const Upper relative = compound(sums.invstd_error, roundings(2, u));
  const Upper normalized_error = relative * e.normalized +
                                 (Upper(1) + relative) * channel.invstd * sums.mean_error +
                                 sums.underflow;
  const Upper product = e.normalized * means.product;
  const Upper answered = (e.normalized + normalized_error) * (means.product + means.product_error);
  const Upper cubed = cube_underflow(channel, arithmetic);
  // xhat * mean(dy * xhat) is formed by at most four more roundings, also as (x - mean) * k.
  const Upper product_error = normalized_error * (means.product + means.product_error) +
                              e.normalized * means.product_error + roundings(4, u) * answered +
                              e.centered * sums.underflow + cubed * answered;
  const Upper loaded = arithmetic.input_rounding * e.dy;
  const Upper before = means.dy_error + product_error + loaded;
  const Upper first_difference = e.dy + means.dy + product + before;
  const Upper inner_error = before + Upper(u) * first_difference * (Upper(1) + u) +
                            Upper(u) * (e.inner + before) + 2 * sums.underflow;
  return channel.weight * channel.invstd *
         (inner_error * (Upper(1) + relative) + relative * e.inner);
}

/// a * dy + (p * x + q) with a = weight * invstd, p = -a * invstd * mean(dy * xhat) and
/// q = -p * mean - a * mean(dy): at most eight roundings meet any of the four terms.
Upper folded_dx(const Channel& channel, const Sums& sums, const Means& means, Upper dy, Upper x) {
  const Upper relative =
      compound(compound(sums.invstd_error, sums.invstd_error), roundings(8, sums.u));
  const Upper a = channel.weight * channel.invstd;
  const Upper slope = channel.invstd * means.product;
  const Upper slope_error = channel.invstd * means.product_error * (Upper(1) + relative);
  const Upper centers = x + channel.mean + 2 * sums.mean_error;
  const Upper terms = dy + (slope + slope_error) * centers + means.dy + means.dy_error;
  return a * (relative * terms + slope_error * centers + (slope + slope_error) * sums.mean_error +
              means.dy_error) +
         4 * (Upper(1) + a) * sums.underflow * (Upper(1) + x);
}

/// Decides for which outputs an overflow is honest.
void find_overflow(const Channel& channel, const Sums& sums, const Arithmetic& arithmetic,
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
  const bool lost = statistics.overflow || (saved && invstd > arithmetic.parameter.largest);
  const bool sum_overflow = 2 * sums.dy_abs > arithmetic.accumulator.largest;
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
  const Sums sums(channel, dy, arithmetic, statistics);
  sums_errors(channel, sums, arithmetic, error);
  find_overflow(channel, sums, arithmetic, statistics, error);
  const Means means = means_of(channel, sums, arithmetic);
  const Upper narrowed = narrowing({arithmetic.coarse, arithmetic.output});
  const Upper scale = channel.weight * channel.invstd;
  for (std::size_t j = 0; j < dy.size(); ++j) {
    const Ball normalized = (Ball(channel.x[j]) - channel.mean_ball) * channel.invstd_ball;
    const Ball inner = Ball(dy[j]) - means.dy_ball - normalized * means.product_ball;
    const Element element{magnitude(dy[j]), channel.centered[j], magnitude(normalized),
                          magnitude(inner)};
    Upper bound = 0.0;
    if (arithmetic.apply != ApplyForm::folded) {
      bound = direct_dx(channel, sums, means, element, arithmetic);
    }
    if (arithmetic.apply != ApplyForm::direct) {
      bound = max(bound, folded_dx(channel, sums, means, element.dy, magnitude(channel.x[j])));
    }
    const Upper value = scale * element.inner;
    // The product with weight * invstd underflows last, or before weight is multiplied.
    bound += 2 * (Upper(1) + channel.weight) * sums.underflow;
    error.dx.push_back(bound + narrowed * (value + bound) + arithmetic.output.underflow);
    error.dx_range.push_back(scale * (element.dy + means.dy + element.normalized * means.product));
  }
  return error;
}

GradientError evaluation_gradient_error(const Channel& channel, const std::vector<double>& dy,
                                        const Arithmetic& arithmetic,
                                        const StatisticsError& statistics) {
  GradientError error;
  const Sums sums(channel, dy, arithmetic, statistics);
  sums_errors(channel, sums, arithmetic, error);
  find_overflow(channel, sums, arithmetic, statistics, error);
  const Upper relative = compound(compound(sums.invstd_error, roundings(2, sums.u)),
                                  narrowing({arithmetic.coarse, arithmetic.output}));
  for (double each : dy) {
    const Upper value = channel.weight * channel.invstd * magnitude(each);
    error.dx.push_back(relative * value + 2 * (Upper(1) + channel.weight) * sums.underflow +
                       arithmetic.output.underflow);
    error.dx_range.push_back(value);
  }
  return error;
}

}  // namespace bncheck::reference
