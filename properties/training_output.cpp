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

const Property kTrainingOutput{
    "training_output",
    "F4",
    "output of training",
    "y_i = weight*(x_i - mean)/sqrt(var + eps) + bias, mean and var of the batch, var over m",
    trains,
    check,
    /*splits_by_channel=*/true,
};

}  // namespace bncheck::properties
