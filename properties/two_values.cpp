#include "properties/two_values.h"

#include <algorithm>

#include "properties/moments.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

/// k, and m - k.
struct Counts {
  explicit Counts(const std::vector<bool>& is_high)
      : all(static_cast<double>(is_high.size())),
        high(static_cast<double>(std::count(is_high.begin(), is_high.end(), true))),
        low(all - high) {}

  Ball product() const { return Ball(high) * Ball(low); }

  double all, high, low;
};

/// sqrt(k*(m - k) + m^2*eps/step^2).
Ball root_of(const TwoValues& of, const Counts& counts, double eps) {
  return sqrt(counts.product() + Ball(eps) * square(Ball(counts.all)) / square(Ball(of.step)));
}

/// Sets y of one channel, and no claim where it has no finite enclosure.
void set_expected(const Problem& problem, const TwoValues& of, std::int64_t channel,
                  std::vector<Ball>& truth, Budget& budget) {
  const Counts counts(of.high);
  const Ball slope = Ball(problem.weight_of(channel)) / root_of(of, counts, problem.eps);
  for (std::size_t j = 0; j < of.high.size(); ++j) {
    const auto at = problem.shape.index(channel, static_cast<std::int64_t>(j));
    const auto i = static_cast<std::size_t>(at);
    truth[i] =
        slope * Ball(of.high[j] ? counts.low : -counts.high) + Ball(problem.bias_of(channel));
    if (!slope.is_finite()) budget.radius[i] = slope.radius;
  }
}

}  // namespace

Ball TwoValues::invstd(double eps) const {
  const Counts counts(high);
  return Ball(counts.all) / (Ball(step) * root_of(*this, counts, eps));
}

Problem with_two_values(const Problem& problem, const std::vector<TwoValues>& channels) {
  return with_values(problem, [&](std::int64_t channel, std::int64_t j) {
    const TwoValues& of = channels[static_cast<std::size_t>(channel)];
    return of.high[static_cast<std::size_t>(j)] ? of.low + of.step : of.low;
  });
}

Judgement judge_two_values(Trial& trial, const std::vector<TwoValues>& channels) {
  const Problem& problem = trial.problem();
  std::vector<Ball> truth(problem.x.size());
  Budget budget = trial.forward_budget().y;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    set_expected(problem, channels[static_cast<std::size_t>(channel)], channel, truth, budget);
  }
  return judge("y of two values", trial.forward().outputs.y, truth, budget);
}

}  // namespace bncheck::properties
