#include <cmath>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/room.h"
#include "properties/scaled_answers.h"
#include "properties/transformed.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

constexpr int kPower = 3;

/// Rounding to nearest knows no sign: always to the bit.
Judgement judge_negated(Trial& trial) {
  Problem problem = trial.problem();
  problem.x = negated(problem.x);
  problem.running_mean = negated(problem.running_mean);
  problem.bias = negated(problem.bias);
  Trial other(trial.court(), problem);
  if (const auto ended = judge_status(other.forward())) return *ended;
  return judge_same("y of -x", other.forward().outputs.y, negated(trial.forward().outputs.y));
}

/// Judges y of the other problem against 2^k times y, away from the ends of the formats.
Judgement judge_power(Trial& trial, const Problem& problem, int k) {
  Trial other(trial.court(), problem);
  if (!has_room_in_evaluation(trial.problem(), trial.contract()) ||
      !has_room_in_evaluation(problem, other.contract())) {
    return skipped("a product may underflow or overflow");
  }
  if (const auto ended = judge_status(other.forward())) return *ended;
  const auto answers = [&](Trial& each) {
    return Answers{each.forward().outputs.y, smallest_normal(problem.dtype), problem.dtype};
  };
  return judge_scaled("y", answers(other), answers(trial), k);
}

Judgement judge_parameters(Trial& trial) {
  Problem problem = trial.problem();
  const auto weight = scaled(problem.weight, kPower, problem.parameters());
  const auto bias = scaled(problem.bias, kPower, problem.parameters());
  if (!weight || !bias || weight->empty()) return skipped("weight cannot be scaled");
  problem.weight = *weight;
  problem.bias = *bias;
  return judge_power(trial, problem, kPower);
}

Judgement judge_input(Trial& trial) {
  if (trial.contract().invsqrt_error_u != Contract().invsqrt_error_u) {
    return skipped("1/sqrt is not a rounded root and a rounded quotient");
  }
  Problem problem = trial.problem();
  const auto x = scaled(problem.x, kPower, problem.dtype);
  const auto mean = scaled(problem.running_mean, kPower, problem.parameters());
  const auto var = scaled(problem.running_var, 2 * kPower, problem.parameters());
  if (!x || !mean || !var) return skipped("x cannot be scaled exactly");
  problem.x = *x;
  problem.running_mean = *mean;
  problem.running_var = *var;
  problem.eps = std::ldexp(problem.eps, 2 * kPower);
  return judge_power(trial, problem, 0);
}

Judgement check(Trial& trial) {
  if (const auto skip = lacks_determinism(trial)) return *skip;
  if (const auto ended = judge_status(trial.forward())) return *ended;
  Judgement result = judge_negated(trial);
  result.merge(judge_parameters(trial));
  result.merge(judge_input(trial));
  return result;
}

}  // namespace

const Property kEvaluationScaling{
    "evaluation_scaling",
    "E6",
    "evaluation under powers of two and -1",
    "-x, -running_mean, -bias give -y; 2^k*weight, 2^k*bias give 2^k*y; 2^k*x, 2^k*running_mean, "
    "4^k*running_var, 4^k*eps give y; to the bit",
    evaluates,
    check,
    /*splits_by_channel=*/false,
    {.proof = "O4 is odd in x, running_mean and bias together, and linear in weight and bias; it "
              "stays where x and running_mean are multiplied by a factor, and running_var and eps "
              "by its square. Rounding to nearest knows no sign, and a power of two changes no "
              "significand within the range of T8. BN_DETERMINISTIC is needed; scaling x also "
              "needs 1/sqrt by a rounded root and quotient.",
     .budget = "T7: equal bits. For the two powers of two T8 says where they are asked for.",
     .catches = "A hidden eps, clamps of running_var, weight + 1, directed rounding, an inverse "
                "root looked up in a table.",
     .defect = "a hidden eps"},
};

}  // namespace bncheck::properties
