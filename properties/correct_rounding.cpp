// What rounds every output correctly does so in what it saves, too: its backward cannot use the
// saved statistics alone. A parameter that is rounded on the way, which BN_DOUBLE_PARAMETERS rules
// out, is another parameter.
#include "properties/agreement.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/second_gradients.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) || evaluates(trial); }

bool is_kept(double parameter, const Trial& trial) {
  return round_to(parameter_dtype(trial.problem().dtype), parameter) == parameter;
}

/// Returns why the case says nothing; nothing if it does.
std::optional<Judgement> lacks_promise(Trial& trial) {
  const Contract& contract = trial.contract();
  if (!contract.correctly_rounded) return skipped("the contract promises no correct rounding");
  if (contract.double_parameters) return std::nullopt;
  if (is_kept(trial.problem().eps, trial) && is_kept(trial.problem().momentum, trial)) {
    return std::nullopt;
  }
  return skipped("eps or momentum is rounded first, by a contract without double parameters");
}

/// Judges one output, if it was answered.
void merge_output(Judgement& whole, std::string_view what, const std::vector<double>& got,
                  const std::vector<Ball>& truth, const Budget& budget, DType dtype) {
  if (got.empty()) return;
  merge_part(whole, judge_nearest(what, got, truth, budget, dtype));
}

Judgement judge_forward(Trial& trial) {
  const Forward<double>& got = trial.forward().outputs;
  const Forward<Ball>& truth = trial.forward_truth();
  const ErrorModel::ForwardBudget& budget = trial.forward_budget();
  const DType dtype = trial.problem().dtype, parameter = parameter_dtype(dtype);
  Judgement result;
  merge_output(result, "y", got.y, truth.y, budget.y, dtype);
  if (!trains(trial)) return result;
  merge_output(result, "save_mean", got.save_mean, truth.save_mean, budget.save_mean, parameter);
  merge_output(result, "save_invstd", got.save_invstd, truth.save_invstd, budget.save_invstd,
               parameter);
  merge_output(result, "running_mean", got.running_mean, truth.running_mean, budget.running_mean,
               parameter);
  merge_output(result, "running_var", got.running_var, truth.running_var, budget.running_var,
               parameter);
  return result;
}

Judgement judge_backward(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const Backward<double>& got = trial.backward().outputs;
  const Backward<Ball>& truth = trial.backward_truth();
  const ErrorModel::BackwardBudget& budget = trial.backward_budget();
  const DType dtype = trial.problem().dtype, parameter = parameter_dtype(dtype);
  Judgement result;
  merge_output(result, "dx", got.dx, truth.dx, budget.dx, dtype);
  merge_output(result, "dweight", got.dweight, truth.dweight, budget.dweight, parameter);
  merge_output(result, "dbias", got.dbias, truth.dbias, budget.dbias, parameter);
  return result;
}

Judgement judge_double_backward(Trial& trial) {
  if (const auto ended = judge_status(trial.double_backward())) return *ended;
  const DoubleBackward<double>& got = trial.double_backward().outputs;
  const DoubleBackward<Ball>& truth = trial.double_backward_truth();
  const ErrorModel::DoubleBackwardBudget& budget = trial.double_backward_budget();
  const DType dtype = trial.problem().dtype;
  Judgement result;
  merge_output(result, "d_dy", got.d_dy, truth.d_dy, budget.d_dy, dtype);
  merge_output(result, "d_x", got.d_x, truth.d_x, budget.d_x, dtype);
  merge_output(result, "d_weight", got.d_weight, truth.d_weight, budget.d_weight,
               parameter_dtype(dtype));
  return result;
}

Judgement check(Trial& trial) {
  if (const auto skip = lacks_promise(trial)) return *skip;
  if (const auto ended = judge_status(trial.forward())) return *ended;
  Judgement result = judge_forward(trial);
  if (has_backward(trial)) merge_part(result, judge_backward(trial));
  if (has_double_backward(trial)) merge_part(result, judge_double_backward(trial));
  return result;
}

}  // namespace

const Property kCorrectRounding{
    "correct_rounding",
    "S9",
    "correct rounding",
    "every output of forward, backward and double backward, for the eps given, is the number of "
    "its "
    "type nearest to the exact value",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {.proof = "This is what BN_CORRECTLY_ROUNDED says. Every output is a + p/sqrt(z) of rational "
              "numbers, which the oracle encloses as tightly as the question needs "
              "(docs/numerics.md, 10.1).",
     .budget = "None but the oracle's own radius: an answer fails if the whole enclosure is nearer "
               "to another number. Of two that are as near either will do. Elements that could "
               "honestly overflow in the declared arithmetic are left out.",
     .catches = "Correct rounding that is promised by arithmetic which only comes close: double "
                "sums, a double rounding through a wider type, a backward from rounded statistics.",
     .defect = "one unit in the last place of y"},
};

}  // namespace bncheck::properties
