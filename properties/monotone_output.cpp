// Rounded additions, products and fused products are monotone functions, so that y is monotone in x
// where every element of a channel meets the same operations (BN_UNIFORM), whether direct or
// folded. Only finite values are compared: T5 judges the others.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

Judgement broken(std::size_t index, double got, double bound) {
  Judgement result = failed("y falls where x rises, or rises where weight is negative");
  result.evidence =
      Evidence{"y", index, got, Ball(bound), 0, std::numeric_limits<double>::infinity()};
  return result;
}

/// Judges one channel: finite values of y in the order of x.
Judgement judge_channel(Trial& trial, std::int64_t channel) {
  const Problem& problem = trial.problem();
  const std::vector<double> x = channel_of(problem.x, problem.shape, channel);
  const std::vector<double> y = channel_of(trial.forward().outputs.y, problem.shape, channel);
  const double weight = problem.weight_of(channel);
  const double sign = weight < 0 ? -1 : weight > 0 ? 1 : 0;
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  double highest = -std::numeric_limits<double>::infinity();
  for (const std::size_t j : order) {
    if (!std::isfinite(y[j])) continue;
    const std::int64_t index = problem.shape.index(channel, static_cast<std::int64_t>(j));
    if (sign * y[j] < highest) return broken(static_cast<std::size_t>(index), y[j], sign * highest);
    highest = sign * y[j];
  }
  return {Verdict::pass, "", {}};
}

Judgement check(Trial& trial) {
  if (const auto skip = lacks_uniformity(trial)) return *skip;
  if (const auto ended = judge_status(trial.forward())) return *ended;
  Judgement result{Verdict::pass, "", {}};
  for (std::int64_t channel = 0; channel < trial.problem().shape.c; ++channel) {
    result.merge(judge_channel(trial, channel));
  }
  return result;
}

}  // namespace

const Property kMonotoneOutput{
    "monotone_output",
    "F19",
    "order of the output",
    "x_i <= x_j implies sgn(weight)*y_i <= sgn(weight)*y_j, per channel, whatever eps",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "fl(x - mean), fl(c*x) with c >= 0 and their fused forms never decrease where x "
              "grows, since rounding is monotone; a negative weight turns the order once. Direct "
              "or folded, y is a chain of such steps, with invstd (eps inside) and the other "
              "constants of the channel, if every element meets the same steps: BN_UNIFORM. One "
              "call is enough, so that determinism is not asked for.",
     .budget = "None: an order holds or it does not. Values that are not finite are left to T5.",
     .catches = "Elements swapped, some elements with fused multiply-adds beside others without.",
     .defect = "swaps two values"},
};

}  // namespace bncheck::properties
