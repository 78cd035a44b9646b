#include "grading/growth.h"

#include <cmath>
#include <iterator>

namespace bncheck::grading {

void add_mean_error(Growth& growth, properties::Trial& trial) {
  const Forward<double>& got = trial.forward().outputs;
  const std::vector<double>& means = got.save_mean.empty() ? got.running_mean : got.save_mean;
  if (means.empty()) return;
  const std::vector<Ball>& truth = trial.statistics().mean;
  const double u = unit_roundoff(trial.problem().parameters());
  double largest = 0;
  for (std::size_t c = 0; c < means.size(); ++c) {
    const double error = (means[c] - truth[c].middle.hi) - truth[c].middle.lo;
    const double times = std::fabs(error / truth[c].middle.hi) / u;
    largest = std::isnan(times) ? INFINITY : std::fmax(largest, times);
  }
  growth.errors.push_back(largest);
}

double mean_slope(const Growth& growth) {
  if (growth.errors.size() < std::size(kCounts)) return 0;
  // Less than one unit is the rounding of the output itself.
  const double few = std::fmax(growth.errors.front(), 1);
  const double many = std::fmax(growth.errors.back(), 1);
  const auto ratio =
      static_cast<double>(kCounts[std::size(kCounts) - 1]) / static_cast<double>(kCounts[0]);
  return std::log(many / few) / std::log(ratio);
}

}  // namespace bncheck::grading
