// Every channel is replaced by its own first value m times over, so that any case decides.
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  const Problem& problem = trial.problem();
  if (problem.eps == 0) return skipped("eps and var are 0: 0/0 has no value to demand");
  Trial constant(trial.court(), with_values(problem, [&](std::int64_t channel, std::int64_t) {
                   return problem.x[static_cast<std::size_t>(problem.shape.index(channel, 0))];
                 }));
  if (const auto ended = judge_status(constant.forward())) return *ended;
  std::vector<Ball> bias(problem.x.size());
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
      bias[static_cast<std::size_t>(problem.shape.index(channel, j))] = problem.bias_of(channel);
    }
  }
  return judge("y of a constant channel", constant.forward().outputs.y, bias,
               constant.forward_budget().y);
}

}  // namespace

const Property kConstantChannel{
    "constant_channel",
    "F26",
    "constant channels",
    "all x_i of a channel equal, eps > 0: y = bias within its budget",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "Equal values equal their mean: all deviations and var are 0, and with eps > 0 xhat "
              "= 0/sqrt(eps) = 0. The bias is what remains.",
     .budget = "T2: the budget of y. It is not 0, because a mean may be off by its rounding, which "
               "|weight|/sqrt(eps) then multiplies, by 316 for weight 1 and eps 1e-5.",
     .catches =
         "A mean that is off by more than its rounding (caffe #3963, PyTorch #5410: constant "
         "inputs that did not give 0), variances below 0 and the NaN of their roots.",
     .defect = "is off in the mean"},
};

}  // namespace bncheck::properties
