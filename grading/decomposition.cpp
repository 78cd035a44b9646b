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
  double constant = 0, slope = 0, rest = 0;
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
  result.rest = std::sqrt(result.rest);
  return result;
}

}  // namespace

Decomposition decompose(properties::Trial& trial) {
  const Problem& problem = trial.problem();
  const std::vector<double>& y = trial.forward().outputs.y;
  const std::vector<Ball>& truth = trial.forward_truth().y;
  const double u = unit_roundoff(problem.dtype);
  const auto channels = static_cast<std::size_t>(problem.shape.c);
  const auto m = static_cast<std::size_t>(problem.shape.values_per_channel());
  Decomposition result;
  for (std::size_t c = 0; c < channels; ++c) {
    std::vector<double> errors(m), xhat(m);
    for (std::size_t j = 0; j < m; ++j) {
      const auto at = static_cast<std::size_t>(
          problem.shape.index(static_cast<std::int64_t>(c), static_cast<std::int64_t>(j)));
      errors[j] = difference(y[at], truth[at]);
      xhat[j] = truth[at].middle.hi;
    }
    const Fit parts = fit(errors, xhat);
    const double mean = trial.statistics().mean[c].middle.hi;
    const double invstd = trial.statistics().invstd[c].middle.hi;
    const auto share = static_cast<double>(channels);
    result.mean_error += std::fabs(parts.constant / (invstd * u * mean)) / share;
    result.invstd_error += std::fabs(parts.slope / u) / share;
    result.noise += parts.rest / (2 * u) / share;
  }
  return result;
}

double noise_slope(const Decomposition& near, const Decomposition& far, double kappa_ratio) {
  if (!(near.noise > 0) || !(far.noise > 0)) return 0;
  return std::log(far.noise / near.noise) / std::log(kappa_ratio);
}

}  // namespace bncheck::grading
