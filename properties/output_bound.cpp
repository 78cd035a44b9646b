#include <limits>

#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

/// Returns |weight|*sqrt((m - 1)*var/(var + eps)) at most, from x alone; infinite for 0/0.
double largest_distance(const Problem& problem, std::int64_t channel) {
  const Ball var = moments(channel_of(problem.x, problem.shape, channel)).var;
  const Ball share = var / (var + Ball(problem.eps));
  if (!share.is_finite()) return share.radius;
  const Ball others(static_cast<double>(problem.shape.values_per_channel() - 1));
  return (abs(Ball(problem.weight_of(channel))) * sqrt(others * share)).upper_magnitude();
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  const Problem& problem = trial.problem();
  std::vector<Ball> allowed(problem.x.size());
  Budget budget = trial.forward_budget().y;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const double bound = largest_distance(problem, channel);
    for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
      const auto i = static_cast<std::size_t>(problem.shape.index(channel, j));
      allowed[i] = Ball(problem.bias_of(channel)).widened(bound);
      if (!allowed[i].is_finite()) budget.radius[i] = std::numeric_limits<double>::infinity();
    }
  }
  return judge("y", trial.forward().outputs.y, allowed, budget);
}

}  // namespace

const Property kOutputBound{
    "output_bound",
    "F7",
    "bound of the output",
    "|y_i - bias| <= |weight|*sqrt((m - 1)*var/(var + eps)), with equality for one-hot x",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "The deviations d_j sum to 0, so that d_i^2 = (sum of the others)^2 <= (m - "
              "1)*(m*var - d_i^2) by Cauchy and Schwarz, hence d_i^2 <= (m - 1)*var (Samuelson's "
              "inequality). Divide by var + eps. In a one-hot x the value that differs attains it.",
     .budget = "T2 around the bound: an answer may leave it by its own budget of y. The bound is "
               "computed from x alone; where var + eps may be 0, or a parameter is not finite, "
               "nothing is claimed.",
     .catches = "A divisor or an eps lost, an output scaled up, garbage where something overflowed "
                "on the way.",
     .defect = "normalizes by too small a variance"},
};

}  // namespace bncheck::properties
