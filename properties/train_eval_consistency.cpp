#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/tracked.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

/// Returns the training problem after which the running statistics are the batch's own.
Problem forgetful(const Trial& trial) {
  Problem problem = tracked(trial.problem());
  problem.momentum = all_on_new(trial.dialect());
  return problem;
}

/// Returns the evaluation of the same batch with the statistics that training returned.
Problem evaluated(const Problem& training, const Forward<double>& answered) {
  Problem problem = training;
  problem.mode = Mode::evaluation;
  problem.running_mean = answered.running_mean;
  problem.running_var = answered.running_var;
  return problem;
}

/// Returns the batch's mean and the variance that is tracked, each within the budget of what
/// training returned: all that an honest evaluation can start from.
Forward<Ball> trained(Trial& training) {
  const Problem& problem = training.problem();
  const ErrorModel::ForwardBudget& budget = training.forward_budget();
  Forward<Ball> result;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const auto c = static_cast<std::size_t>(channel);
    const Moments batch = moments(channel_of(problem.x, problem.shape, channel));
    const Ball var = running_variance(batch, training.dialect());
    result.running_mean.push_back(batch.mean.widened(budget.running_mean.radius[c]));
    result.running_var.push_back(var.widened(budget.running_var.radius[c]));
  }
  return result;
}

Judgement check(Trial& trial) {
  Trial training(trial.court(), forgetful(trial));
  if (const auto ended = judge_status(training.forward())) return *ended;
  const Forward<double>& answered = training.forward().outputs;
  if (!all_finite(answered.running_mean) || !all_finite(answered.running_var)) {
    return skipped("the running statistics that training returned are not finite (see R1)");
  }
  Trial evaluation(trial.court(), evaluated(training.problem(), answered));
  if (const auto ended = judge_status(evaluation.forward())) return *ended;
  const Forward<Ball> state = trained(training);
  return judge_evaluation(evaluation, state.running_mean, state.running_var);
}

}  // namespace

const Property kTrainEvalConsistency{
    "train_eval_consistency",
    "R8",
    "evaluation after training on the same batch",
    "with all weight on the new batch, evaluating it gives weight*(x - mean)/sqrt(V + eps) + bias, "
    "V = var*m/(m - 1) or as the dialect says",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "With all weight on the new batch O3 leaves mean and V, and O4 with these is the "
              "statement. Unless D1 is biased V exceeds var, so that y is nearer to the bias than "
              "in training, by the factor sqrt((var + eps)/(V + eps)).",
     .budget = "T2: the budget of y in evaluation, plus all that y moves by while mean and V move "
               "within the budgets of running_mean and running_var.",
     .catches = "Training and evaluation that disagree on variance, eps (chainer #2214 omits it in "
                "evaluation) or momentum, statistics that are never stored (jax #139), evaluation "
                "by the batch's statistics (tvm #19574).",
     .defect = "evaluates with the batch's statistics"},
};

}  // namespace bncheck::properties
