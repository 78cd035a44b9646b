#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

Problem with_other_bias(Problem problem) {
  problem.bias.assign(problem.bias.size(), -2);
  return problem;
}

Problem with_other_weight(Problem problem) {
  problem.weight.assign(problem.weight.size(), 3);
  return problem;
}

/// The values 0, 1, 2, 3, 0, ... are exact in every type.
Problem with_other_input(Problem problem) {
  for (std::size_t i = 0; i < problem.x.size(); ++i) problem.x[i] = static_cast<double>(i % 4);
  problem.eps += 1;
  return problem;
}

// Bitwise: what is varied has no part in the formula (O5), so that both calls are one computation.
Judgement check(Trial& trial) {
  if (const auto skip = lacks_determinism(trial)) return *skip;
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const Backward<double>& expected = trial.backward().outputs;

  Trial bias(trial.court(), with_other_bias(trial.problem()));
  if (const auto ended = judge_status(bias.backward())) return *ended;
  Judgement result = judge_same_gradients(bias.backward().outputs, expected);

  Trial weight(trial.court(), with_other_weight(bias.problem()));
  if (const auto ended = judge_status(weight.backward())) return *ended;
  result.merge(judge_same("dweight", weight.backward().outputs.dweight, expected.dweight));

  Trial input(trial.court(), with_other_input(weight.problem()));
  if (const auto ended = judge_status(input.backward())) return *ended;
  result.merge(judge_same("dbias", input.backward().outputs.dbias, expected.dbias));
  return result;
}

}  // namespace

const Property kGradientIndependence{
    "gradient_independence",
    "B16",
    "what the gradients do not depend on",
    "dx has the same bits for every bias, dweight for every bias and weight, and dbias for every "
    "bias, weight, x and eps",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof = "In O5 dbias holds dy alone, dweight also x and eps, dx also weight, and bias is in "
              "none of them. What an implementation does not read changes none of its bits, if it "
              "is BN_DETERMINISTIC.",
     .budget = "T7: the bits of the gradients that do not depend on what was varied.",
     .catches = "Tensors mixed up, a weight or bias that leaks.",
     .defect = "weight in dweight"},
};

}  // namespace bncheck::properties
