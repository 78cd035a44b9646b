#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  return judge("y", trial.forward().outputs.y, trial.forward_truth().y, trial.forward_budget().y);
}

}  // namespace

const Property kEvaluationOutput{
    "evaluation_output",
    "E1",
    "output of evaluation",
    "y_i = weight*(x_i - running_mean)/sqrt(running_var + eps) + bias",
    evaluates,
    check,
    /*splits_by_channel=*/true,
};

}  // namespace bncheck::properties
