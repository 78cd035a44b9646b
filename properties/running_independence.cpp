#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

/// Returns the problem with another weight, bias and eps; what is absent stays absent.
Problem reparametrized(const Problem& problem) {
  Problem result = problem;
  result.weight.assign(problem.weight.size(), 3);
  result.bias.assign(problem.bias.size(), -2);
  result.eps = problem.eps + 1;
  return result;
}

// Bitwise: O3 has no weight, bias or eps, so that both calls are the same computation.
Judgement check(Trial& trial) {
  if (const auto skip = lacks_determinism(trial)) return *skip;
  if (const auto ended = judge_status(trial.forward())) return *ended;
  Trial other(trial.court(), reparametrized(trial.problem()));
  if (const auto ended = judge_status(other.forward())) return *ended;
  return judge_same_running(other.forward().outputs, trial.forward().outputs);
}

}  // namespace

const Property kRunningIndependence{
    "running_independence",
    "R6",
    "what the running statistics do not depend on",
    "running_mean and running_var have the same bits for every weight, bias and eps",
    trains_with_running,
    check,
    /*splits_by_channel=*/false,
    {.proof = "O3 reads x, momentum and the old values only. What does not read weight, bias and "
              "eps computes the same in both calls, and BN_DETERMINISTIC says that the same "
              "computation gives the same bits.",
     .budget = "T7: equal bits of running_mean and running_var; skipped where determinism is not "
               "declared.",
     .catches = "var + eps stored as the variance (nntrainer #677, keras-contrib #287), invstd "
                "stored, statistics of y in place of those of x.",
     .defect = "eps stored"},
};

}  // namespace bncheck::properties
