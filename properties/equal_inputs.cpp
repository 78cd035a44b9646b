// Equal values of a channel meet the same mean, invstd, weight and bias, and the same operations
// where the contract says so (BN_UNIFORM): a vector body and its tail may not round differently.
#include <unordered_map>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

/// Returns y with each value replaced by that of the first equal x of its channel.
std::vector<double> of_first_equal(const Problem& problem, const std::vector<double>& y) {
  std::vector<double> result(y.size());
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    std::unordered_map<double, double> first;
    for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
      const auto i = static_cast<std::size_t>(problem.shape.index(channel, j));
      result[i] = first.try_emplace(problem.x[i], y[i]).first->second;
    }
  }
  return result;
}

Judgement check(Trial& trial) {
  if (const auto skip = lacks_uniformity(trial)) return *skip;
  if (const auto ended = judge_status(trial.forward())) return *ended;
  const std::vector<double>& y = trial.forward().outputs.y;
  return judge_same("y of equal x", y, of_first_equal(trial.problem(), y));
}

}  // namespace

const Property kEqualInputs{
    "equal_inputs",
    "F20",
    "equal inputs, equal outputs",
    "x_i = x_j implies y_i = y_j, per channel, to the bit, whatever eps",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "mean, invstd with its eps, weight and bias are constants of the channel. Equal "
              "numbers that go through equal operations (BN_UNIFORM) come out equal, rounded or "
              "not; both are in one call.",
     .budget = "T7: the bits of y are compared with those of the first equal x of the channel.",
     .catches = "A vector body and a scalar tail that round differently, uninitialized reads.",
     .defect = "rounds the tail otherwise"},
};

}  // namespace bncheck::properties
