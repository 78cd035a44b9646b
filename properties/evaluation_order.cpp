#include <algorithm>
#include <cmath>
#include <numeric>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

constexpr const char* kReason =
    "y is not in the order of weight*x, though the implementation does the same for every element";

/// Returns whether every value of the channel has a budget: none may overflow on the way.
bool is_bounded(const std::vector<double>& radius) {
  return std::all_of(radius.begin(), radius.end(), [](double r) { return r < kAnyFinite; });
}

/// Returns the places of the values in their order.
std::vector<std::size_t> order_of(const std::vector<double>& x) {
  std::vector<std::size_t> places(x.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::sort(places.begin(), places.end(), [&](auto a, auto b) { return x[a] < x[b]; });
  return places;
}

bool in_order(double weight, double lower, double higher, bool equal) {
  if (equal || weight == 0) return lower == higher;
  return weight > 0 ? lower <= higher : lower >= higher;
}

Judgement judge_channel(const Problem& problem, std::int64_t channel,
                        const std::vector<double>& all) {
  const std::vector<double> x = channel_of(problem.x, problem.shape, channel);
  const std::vector<double> y = channel_of(all, problem.shape, channel);
  const std::vector<std::size_t> places = order_of(x);
  for (std::size_t k = 1; k < places.size(); ++k) {
    const std::size_t lower = places[k - 1], higher = places[k];
    const bool equal = x[lower] == x[higher];
    if (in_order(problem.weight_of(channel), y[lower], y[higher], equal)) continue;
    Judgement result = failed(kReason);
    const auto at = problem.shape.index(channel, static_cast<std::int64_t>(higher));
    result.evidence =
        Evidence{"y", static_cast<std::size_t>(at), y[higher], Ball(y[lower]), 0, HUGE_VAL};
    return result;
  }
  return {Verdict::pass, "", {}};
}

// To the bit, of one call: x is subtracted, multiplied and added to with the same constants for
// every element, and rounding keeps the order; so does flushing subnormals. Channels in which an
// intermediate may overflow, or the root may be of 0, are left out.
Judgement check(Trial& trial) {
  if (const auto lacking = lacks_uniformity(trial)) return *lacking;
  if (const auto ended = judge_status(trial.forward())) return *ended;
  const Problem& problem = trial.problem();
  Judgement result = skipped("every channel may overflow");
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    if (!is_bounded(channel_of(trial.forward_budget().y.radius, problem.shape, c))) continue;
    result.merge(judge_channel(problem, c, trial.forward().outputs.y));
  }
  return result;
}

}  // namespace

const Property kEvaluationOrder{
    "evaluation_order",
    "E6",
    "evaluation keeps the order",
    "x_i <= x_j gives weight*y_i <= weight*y_j, and x_i = x_j gives y_i = y_j, in one channel, "
    "for every eps",
    evaluates,
    check,
    /*splits_by_channel=*/true,
    {.proof = "Subtracting, multiplying by and adding a constant keep the order of any two "
              "elements, or reverse it where weight is negative, and so do their roundings, fused "
              "or flushed to 0. running_mean, running_var + eps, weight and bias are such "
              "constants, and BN_UNIFORM promises the same operations.",
     .budget =
         "T7: y of equal x must have equal bits, and an order needs no budget. A channel where an "
         "intermediate may overflow, or var + eps be 0, has no finite budget and is left out.",
     .catches = "Tails that round differently from vector bodies, races, uninitialized reads.",
     .defect = "the tail rounded otherwise"},
};

}  // namespace bncheck::properties
