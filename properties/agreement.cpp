#include "properties/agreement.h"

#include "properties/trial.h"

namespace bncheck::properties {

Judgement agrees_in_output(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  return judge("y", trial.forward().outputs.y, trial.forward_truth().y, trial.forward_budget().y);
}

Judgement agrees_in_gradients(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const Backward<double>& got = trial.backward().outputs;
  const Backward<Ball>& truth = trial.backward_truth();
  const ErrorModel::BackwardBudget& budget = trial.backward_budget();
  Judgement result = judge("dx", got.dx, truth.dx, budget.dx);
  result.merge(judge("dweight", got.dweight, truth.dweight, budget.dweight));
  result.merge(judge("dbias", got.dbias, truth.dbias, budget.dbias));
  return result;
}

Judgement agrees_in_second_gradients(Trial& trial) {
  if (const auto ended = judge_status(trial.double_backward())) return *ended;
  const DoubleBackward<double>& got = trial.double_backward().outputs;
  const DoubleBackward<Ball>& truth = trial.double_backward_truth();
  const ErrorModel::DoubleBackwardBudget& budget = trial.double_backward_budget();
  Judgement result = judge("d_dy", got.d_dy, truth.d_dy, budget.d_dy);
  result.merge(judge("d_x", got.d_x, truth.d_x, budget.d_x));
  result.merge(judge("d_weight", got.d_weight, truth.d_weight, budget.d_weight));
  return result;
}

}  // namespace bncheck::properties
