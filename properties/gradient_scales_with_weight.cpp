#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/scaled_answers.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

constexpr int kPower = 3;

bool applies_to(const Trial& trial) {
  return trains_with_backward(trial) && !trial.problem().weight.empty();
}

Trial with_weight(Trial& trial, const std::vector<double>& weight) {
  Problem problem = trial.problem();
  problem.weight = weight;
  return {trial.court(), problem};
}

/// Rounding to nearest knows no sign: always to the bit.
Judgement judge_negated(Trial& trial) {
  Trial other = with_weight(trial, negated(trial.problem().weight));
  if (const auto ended = judge_status(other.backward())) return *ended;
  return judge_same("dx of -weight", other.backward().outputs.dx,
                    negated(trial.backward().outputs.dx));
}

/// 0 times what has a budget is 0, in any grouping.
Judgement judge_zero(Trial& trial) {
  Trial other = with_weight(trial, std::vector<double>(trial.problem().weight.size()));
  if (const auto ended = judge_status(other.backward())) return *ended;
  std::vector<double> dx = other.backward().outputs.dx;
  for (std::size_t i = 0; i < dx.size(); ++i) {
    if (!(other.backward_budget().dx.radius[i] < kAnyFinite)) dx[i] = 0;
  }
  return judge_same("dx of weight 0", dx, std::vector<double>(dx.size()));
}

/// A power of two changes no significand, away from the ends of the formats.
Judgement judge_power(Trial& trial) {
  const auto weight = scaled(trial.problem().weight, kPower, trial.problem().parameters());
  if (!weight) return skipped("weight cannot be scaled exactly");
  Trial other = with_weight(trial, *weight);
  if (const auto ended = judge_status(other.backward())) return *ended;
  const Powers powers = {kPower, 0, 0};
  return judge_scaled_gradients(other, trial, powers);
}

Judgement check(Trial& trial) {
  Judgement result = judge_zero(trial);
  if (!is_deterministic(trial)) return result;
  if (const auto ended = judge_status(trial.backward())) return *ended;
  result.merge(judge_negated(trial));
  result.merge(judge_power(trial));
  return result;
}

}  // namespace

const Property kGradientScalesWithWeight{
    "gradient_scales_with_weight",
    "B17",
    "gradients of -weight, 8*weight and weight 0",
    "dx of -weight and of 2^k*weight is that of weight times -1 and 2^k, to the bit; weight 0 "
    "gives dx = 0; for every eps",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {.proof = "In O5 dx is weight times what holds no weight, and dweight and dbias hold none; eps "
              "is untouched. 0 times a finite number is 0 in any grouping. A sign is exact always, "
              "and 2^k where T8 finds room; both compare two calls, which takes BN_DETERMINISTIC.",
     .budget = "T7 for -weight and, with T8, for 2^k*weight. With weight 0, dx must be 0 wherever "
               "its budget is finite.",
     .catches = "A weight that is forgotten (Knet.jl #288) or divided by.",
     .defect = "weight forgotten"},
};

}  // namespace bncheck::properties
