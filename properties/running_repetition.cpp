#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

constexpr int kRepetitions = 3;

/// Returns the weight of the old value.
Ball kept(const Trial& trial) {
  const Ball momentum(trial.problem().momentum);
  return trial.dialect().momentum == MomentumWeighs::new_value ? Ball(1) - momentum : momentum;
}

/// Takes one more step's error: the old one is multiplied by |keep|, the step adds its budget.
void accumulate(Budget& total, const Ball& keep, const Budget& step) {
  const double factor = keep.upper_magnitude();
  total.radius.resize(step.radius.size());
  for (std::size_t c = 0; c < step.radius.size(); ++c) {
    total.radius[c] = add_up(mul_up(factor, total.radius[c]), step.radius[c]);
  }
  total.range = step.range;
}

/// Returns batch + keep^n*(old - batch).
Ball approached(const Ball& batch, double old, const Ball& keep) {
  Ball distance = Ball(old) - batch;
  for (int step = 0; step < kRepetitions; ++step) distance = distance * keep;
  return batch + distance;
}

Judgement check(Trial& trial) {
  const Problem& problem = trial.problem();
  const Ball keep = kept(trial);
  Problem step = problem;
  Budget mean_budget, var_budget;
  for (int n = 0; n < kRepetitions; ++n) {
    Trial next(trial.court(), step);
    if (const auto ended = judge_status(next.forward())) return *ended;
    step.running_mean = next.forward().outputs.running_mean;
    step.running_var = next.forward().outputs.running_var;
    if (!all_finite(step.running_mean) || !all_finite(step.running_var)) {
      return skipped("the running statistics that training returned are not finite (see R1)");
    }
    accumulate(mean_budget, keep, next.forward_budget().running_mean);
    accumulate(var_budget, keep, next.forward_budget().running_var);
  }
  std::vector<Ball> mean, var;
  for (std::size_t c = 0; c < problem.running_mean.size(); ++c) {
    const auto channel = static_cast<std::int64_t>(c);
    const Moments batch = moments(channel_of(problem.x, problem.shape, channel));
    mean.push_back(approached(batch.mean, problem.running_mean[c], keep));
    const Ball tracked = running_variance(batch, trial.dialect());
    var.push_back(approached(tracked, problem.running_var[c], keep));
  }
  Judgement result = judge("running_mean", step.running_mean, mean, mean_budget);
  result.merge(judge("running_var", step.running_var, var, var_budget));
  return result;
}

}  // namespace

const Property kRunningRepetition{
    "running_repetition",
    "R3",
    "the same batch three times",
    "after n updates by the same batch, running - batch = (1 - momentum)^n*(old - batch), n = 3, "
    "for running_mean and running_var, whatever eps is",
    trains_with_running,
    check,
    /*splits_by_channel=*/false,
    {.proof =
         "Subtract batch on both sides of O3: running' - batch = keep*(running - batch). The batch "
         "is the same each time, and eps is not in it, so that n updates multiply by keep^n.",
     .budget = "T2: a step may err by its own budget and carries the error so far on, multiplied "
               "by |keep|.",
     .catches = "Drift, lost or double updates, momentum that changes from call to call.",
     .defect = "third update lost"},
};

}  // namespace bncheck::properties
