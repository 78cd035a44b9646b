#include "grading/decomposition.h"

#include <cmath>
#include <vector>

namespace bncheck::grading {
namespace {

double difference(double got, const Ball& truth) {
  return (got - truth.middle.hi) - truth.middle.lo;
}

/// One channel's errors against its truths. Sums in double are enough: what is sought is known to
/// three digits at most.
struct Fit {
  double constant = 0, slope = 0;
  double rest = 0;  ///< mean square
};

Fit fit(const std::vector<double>& errors, const std::vector<double>& xhat) {
  const auto m = static_cast<double>(errors.size());
  Fit result;
  double along = 0, squares = 0;
  for (std::size_t j = 0; j < errors.size(); ++j) {
    result.constant += errors[j] / m;
    along += errors[j] * xhat[j];
    squares += xhat[j] * xhat[j];
  }
  result.slope = squares == 0 ? 0 : along / squares;
  for (std::size_t j = 0; j < errors.size(); ++j) {
    const double rest = errors[j] - result.constant - result.slope * xhat[j];
    result.rest += rest * rest / m;
  }
  return result;
}

/// Returns the root mean square of what neither invstd explains, nor the mean, where that was off
/// by mean_error or not at all. Roundings are as large as the y they belong to: where invstd is
/// far off, so are they, and count by that much less.
double unexplained(const Fit& parts, double mean_error, double invstd) {
  const double larger = std::fmax(std::fabs(1 + parts.slope), 1);
  const double from_exact = std::fabs(parts.constant);
  const double from_returned = std::fabs(parts.constant + mean_error * invstd * (1 + parts.slope));
  return std::hypot(std::sqrt(parts.rest), std::fmin(from_exact, from_returned)) / larger;
}

/// Weight is 1 and bias 0: the exact y is xhat.
Fit fit_channel(properties::Trial& trial, std::int64_t c) {
  const Shape& shape = trial.problem().shape;
  const auto m = static_cast<std::size_t>(shape.values_per_channel());
  std::vector<double> errors(m), xhat(m);
  for (std::size_t j = 0; j < m; ++j) {
    const auto at = static_cast<std::size_t>(shape.index(c, static_cast<std::int64_t>(j)));
    const Ball& truth = trial.forward_truth().y[at];
    errors[j] = difference(trial.forward().outputs.y[at], truth);
    xhat[j] = truth.middle.hi;
  }
  return fit(errors, xhat);
}

}  // namespace

std::optional<Decomposition> decompose(properties::Trial& trial) {
  const Problem& problem = trial.problem();
  const Forward<double>& got = trial.forward().outputs;
  const std::vector<double>& means = got.save_mean.empty() ? got.running_mean : got.save_mean;
  if (means.empty()) return std::nullopt;
  const double u = unit_roundoff(problem.dtype);
  const auto share = static_cast<double>(problem.shape.c);
  Decomposition result;
  for (std::size_t c = 0; c < means.size(); ++c) {
    const Fit parts = fit_channel(trial, static_cast<std::int64_t>(c));
    const Ball& mean = trial.statistics().mean[c];
    const double invstd = trial.statistics().invstd[c].middle.hi;
    result.mean_error += std::fabs(parts.constant / (invstd * u * mean.middle.hi)) / share;
    result.invstd_error += std::fabs(parts.slope / u) / share;
    result.noise += unexplained(parts, difference(means[c], mean), invstd) / (2 * u) / share;
  }
  return result;
}

double noise_slope(const Decomposition& near, const Decomposition& far, double kappa_ratio) {
  if (std::isnan(near.noise) || std::isnan(far.noise)) return NAN;
  if (near.noise == 0 || far.noise == 0) return 0;
  return std::log(far.noise / near.noise) / std::log(kappa_ratio);
}

}  // namespace bncheck::grading
