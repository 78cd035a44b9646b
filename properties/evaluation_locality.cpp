#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return evaluates(trial) && trial.problem().shape.n >= 2; }

/// Returns whether both calls promise the same operations for every element. The height of sums has
/// no part in y and dx.
bool same_arithmetic(Contract a, const Contract& b) {
  a.summation_height = b.summation_height;
  return a.uniform && a == b;
}

Judgement judge_part(Trial& whole, std::int64_t first, std::int64_t count) {
  const Problem& problem = whole.problem();
  Trial part(whole.court(), images(problem, first, count));
  if (!same_arithmetic(whole.contract(), part.contract())) {
    return skipped("the contract does not say that every element meets the same operations");
  }
  if (const auto ended = judge_status(part.forward())) return *ended;
  const auto begin = static_cast<std::size_t>(first * problem.shape.size() / problem.shape.n);
  const auto within = [&](const std::vector<double>& tensor) {
    return std::span(tensor).subspan(begin, part.problem().x.size());
  };
  Judgement result = judge_same("y", part.forward().outputs.y, within(whole.forward().outputs.y));
  if (has_backward(whole)) {
    if (const auto ended = judge_status(part.backward())) return *ended;
    result.merge(judge_same("dx", part.backward().outputs.dx, within(whole.backward().outputs.dx)));
  }
  if (result.evidence) result.evidence->index += begin;  // the reader sees the whole alone
  return result;
}

// Bitwise where the contract promises determinism and uniformity: y and dx are functions of one
// element and of the channel's constants. One image and the others; batches of one follow by
// induction over the cases.
Judgement check(Trial& trial) {
  if (const auto skip = lacks_determinism(trial)) return *skip;
  if (const auto ended = judge_status(trial.forward())) return *ended;
  if (has_backward(trial)) {
    if (const auto ended = judge_status(trial.backward())) return *ended;
  }
  Judgement result = judge_part(trial, 0, 1);
  result.merge(judge_part(trial, 1, trial.problem().shape.n - 1));
  return result;
}

}  // namespace

const Property kEvaluationLocality{
    "evaluation_locality",
    "E2",
    "evaluation image by image",
    "evaluating the first image and the others apart gives the bits of y and dx that the whole "
    "batch gives, for every eps",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {.proof = "By O4 and O6 y_i and dx_i are functions of one element, of eps and of the channel's "
              "constants: other images cannot matter. To the bit where equal calls give equal bits "
              "(BN_DETERMINISTIC) and every element meets the same operations (BN_UNIFORM), in the "
              "parts as in the whole.",
     .budget = "T7: no difference in y and dx. The parts are judged where their contracts equal "
               "that of the whole, but for the height of sums, which has no part in either.",
     .catches = "The batch's statistics in evaluation (tvm #19574), dx by the formula of training "
                "(PyTorch #586), an element that depends on its place.",
     .defect = "the batch's statistics used"},
};

}  // namespace bncheck::properties
