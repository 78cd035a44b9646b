#include "grading/range.h"

#include <cmath>

#include "core/judge.h"
#include "properties/varied.h"

namespace bncheck::grading {
namespace {

using properties::Trial;

/// Few significant bits, so that many scales are exact; no running statistics, which could not
/// hold the variance.
Problem unscaled(const Subject& subject) {
  Case input = training_case(subject, {2, 2, {32}});
  input.eps = 0;
  input.running_mean.clear();
  input.running_var.clear();
  Recipe small;
  small.pattern = Pattern::integers;
  small.seed = subject.seed;
  input.x = {small};
  return expand(input);
}

/// Scales in one direction and tells the last k that was intact, and the last one that there is.
class Scaling {
 public:
  explicit Scaling(Trial& trial) : trial_(trial) {}

  bool is_possible(int k) const {
    return properties::scaled(trial_.problem().x, k, trial_.problem().dtype).has_value();
  }

  /// Scaling by a power of two with eps 0 changes neither the truth nor any significand.
  bool is_intact(int k) const {
    Problem problem = trial_.problem();
    problem.x = *properties::scaled(problem.x, k, problem.dtype);
    const auto outcome = trial_.court().implementation.forward(problem, false);
    if (outcome.status != CallStatus::ok) return false;
    const Judgement judgement =
        judge("y", outcome.outputs.y, trial_.forward_truth().y, trial_.forward_budget().y);
    return judgement.verdict == Verdict::pass;
  }

  void measure(int step, int& last, int& last_possible) const {
    bool intact = true;
    for (int k = step; is_possible(k); k += step) {
      last_possible = k;
      intact = intact && is_intact(k);
      if (intact) last = k;
    }
  }

 private:
  Trial& trial_;
};

}  // namespace

std::optional<Range> measure_range(const Subject& subject) {
  Trial trial(subject.court, unscaled(subject));
  if (trial.forward().status != CallStatus::ok) return std::nullopt;
  const Scaling scaling(trial);
  if (!scaling.is_intact(0)) return std::nullopt;
  Range range;
  scaling.measure(1, range.largest, range.largest_possible);
  scaling.measure(-1, range.smallest, range.smallest_possible);
  return range;
}

std::optional<bool> flushes_to_zero(const Subject& subject) {
  if (!takes_affine(subject)) return std::nullopt;
  Case input = shifted(subject, {2, 2, {32}}, 0);
  const double normal = smallest_normal(subject.dtype);
  input.weight = {normal};
  Trial trial(subject.court, expand(input));
  if (trial.forward().status != CallStatus::ok) return std::nullopt;
  const std::vector<double>& y = trial.forward().outputs.y;
  bool flushes = false;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double size = std::fabs(trial.forward_truth().y[i].middle.hi);
    if (y[i] == 0 && size >= 2 * normal) return std::nullopt;  // it is 0 for another reason
    if (y[i] == 0 && size >= normal / 2) flushes = true;
  }
  return flushes;
}

}  // namespace bncheck::grading
