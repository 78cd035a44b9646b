#include "grading/exactness.h"

#include <cmath>
#include <limits>
#include <vector>

#include "core/ulp.h"
#include "reference/certified_oracle.h"

namespace bncheck::grading {
namespace {

double next_towards(DType dtype, double value, double target) {
  if (dtype == DType::f64) return std::nextafter(value, target);
  return double{std::nextafter(static_cast<float>(value), static_cast<float>(target))};
}

/// Whether no number of the type lies between `got` and the truth: the truth lies between `got`
/// and its neighbour on that side.
bool is_faithful(DType dtype, double got, const Ball& truth) {
  if (!std::isfinite(got)) return false;
  const double distance = (truth.middle.hi - got) + truth.middle.lo;
  const double far = std::copysign(std::numeric_limits<double>::infinity(), distance);
  const double neighbour = next_towards(dtype, got, far);
  return std::fabs(distance) <= std::fabs(neighbour - got);
}

Exactness compare(DType dtype, const std::vector<double>& got, const std::vector<double>& nearest,
                  const std::vector<Ball>& truth) {
  Exactness result;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (!truth[i].is_finite()) continue;
    const bool exact = same(got[i], nearest[i]);
    ++result.values;
    if (exact) ++result.nearest;
    if (exact || is_faithful(dtype, got[i], truth[i])) ++result.faithful;
  }
  return result;
}

const reference::CertifiedOracle& oracle() {
  static const reference::CertifiedOracle kOracle;
  return kOracle;
}

}  // namespace

Exactness& Exactness::operator+=(const Exactness& other) {
  values += other.values;
  nearest += other.nearest;
  faithful += other.faithful;
  return *this;
}

Exactness exactness_of_y(properties::Trial& trial) {
  const auto nearest = oracle().rounded_forward(trial.problem(), trial.dialect());
  return compare(trial.problem().dtype, trial.forward().outputs.y, nearest.outputs.y,
                 trial.forward_truth().y);
}

Exactness exactness_of_dx(properties::Trial& trial) {
  const auto nearest = oracle().rounded_backward(trial.problem());
  return compare(trial.problem().dtype, trial.backward().outputs.dx, nearest.outputs.dx,
                 trial.backward_truth().dx);
}

Exactness exactness_of_statistics(properties::Trial& trial) {
  const Forward<double>& got = trial.forward().outputs;
  const Forward<Ball>& truth = trial.forward_truth();
  const auto rounded = oracle().rounded_forward(trial.problem(), trial.dialect());
  const Forward<double>& nearest = rounded.outputs;
  const DType dtype = trial.problem().parameters();
  Exactness result = compare(dtype, got.save_mean, nearest.save_mean, truth.save_mean);
  result += compare(dtype, got.save_invstd, nearest.save_invstd, truth.save_invstd);
  result += compare(dtype, got.running_mean, nearest.running_mean, truth.running_mean);
  result += compare(dtype, got.running_var, nearest.running_var, truth.running_var);
  return result;
}

}  // namespace bncheck::grading
