// weight and bias enter every intermediate once, or not at all: with both times -2^k, y is times
// -2^k, to the bit, as long as nothing leaves the normal numbers, which properties/exact_scaling.h
// decides by channel. Where no k is safe k is 0: a change of sign is always exact.
#include <cmath>

#include "properties/exact_scaling.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

/// Returns, per channel, the power to scale by.
std::vector<int> choose_powers(const Problem& problem, const Contract& contract) {
  const ScalingRoom room(problem, contract);
  std::vector<int> powers;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const auto scales = [&](std::int64_t, int power) { return room.affine_scales(channel, power); };
    powers.push_back(power_that(scales, 1).value_or(0));
  }
  return powers;
}

Problem scaled(Problem problem, const std::vector<int>& powers) {
  for (std::vector<double>* each : {&problem.weight, &problem.bias}) {
    for (std::size_t c = 0; c < each->size(); ++c) {
      (*each)[c] = -std::ldexp((*each)[c], powers[c]);
    }
  }
  return problem;
}

Judgement check(Trial& trial) {
  const Problem& problem = trial.problem();
  if (problem.weight.empty()) return skipped("there is no weight");
  if (const auto skip = lacks_determinism(trial)) return *skip;
  const std::vector<int> powers = choose_powers(problem, trial.contract());
  Trial other(trial.court(), scaled(problem, powers));
  if (const auto ended = judge_statuses(trial, other)) return *ended;
  const std::vector<double>& got = other.forward().outputs.y;
  const std::vector<double>& before = trial.forward().outputs.y;
  std::vector<double> expected(got.size());
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const int power = powers[static_cast<std::size_t>(channel)];
    for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
      const auto i = static_cast<std::size_t>(problem.shape.index(channel, j));
      expected[i] =
          power == 0 ? -before[i] : scaled_answer(problem.dtype, -before[i], power, got[i]);
    }
  }
  return judge_same("y with weight and bias times -2^k", got, expected);
}

}  // namespace

const Property kPowerOfTwoAffine{
    "power_of_two_affine",
    "F12",
    "weight and bias times a power of two",
    "y(-2^k weight, -2^k bias; eps) = -2^k y(weight, bias; eps), to the bit",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "y is linear in weight and bias together, and mean, var and eps know neither. Each "
              "intermediate has one of the two as a factor, or none, so that -2^k multiplies it "
              "without a rounding while it stays normal; a channel for which no k is safe is only "
              "negated. Under BN_DETERMINISTIC the operations are otherwise the same.",
     .budget = "T7: equal bits after scaling; answers that have overflowed or may have been "
               "subnormal are left out.",
     .catches = "|weight| used for weight, weight + 1, a weight that is clamped away from 0.",
     .defect = "takes weight as positive"},
};

}  // namespace bncheck::properties
