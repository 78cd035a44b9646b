// The statistics of the other mode.
#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

constexpr Scope kTraining = {true, false};
constexpr Scope kEvaluation = {false, true};

Ball old_mean(const Channel& c) { return c.old_mean; }
Ball old_var(const Channel& c) { return c.old_var; }
Ball batch_mean(const Channel& c) { return c.batch_mean; }
Ball batch_var(const Channel& c) { return c.batch_var; }

Ball unbiased(const Channel& c) { return c.batch_var * c.m / (c.m - Ball(1)); }

Ball updated_mean(const Channel& c) {
  return (Ball(1) - c.momentum) * c.old_mean + c.momentum * c.batch_mean;
}

Ball updated_var(const Channel& c) {
  return (Ball(1) - c.momentum) * c.old_var + c.momentum * c.batch_var * c.m / c.tracked_divisor;
}

Hypothesis with(Cause cause, const char* sentence, Scope scope, ChannelValue mean,
                ChannelValue var) {
  Formula formula;
  formula.mean = std::move(mean);
  formula.var = std::move(var);
  return {cause, sentence, formula, scope};
}

/// y alone is of these statistics: what is saved and tracked is the batch's.
Hypothesis output_with(Hypothesis hypothesis) {
  Formula& f = hypothesis.formula;
  f.save_mean = batch_mean;
  f.save_invstd = [](const Channel& c) { return inverse_root(c.batch_var + c.eps); };
  f.running_mean = updated_mean;
  f.running_var = updated_var;
  return hypothesis;
}

std::vector<Hypothesis> in_evaluation() {
  const Cause cause = Cause::evaluation_uses_batch;
  return {
      with(cause, "evaluation normalizes with the batch's statistics, not with the running ones",
           kEvaluation, batch_mean, batch_var),
      with(cause, "evaluation subtracts the batch's mean, not the running one", kEvaluation,
           batch_mean, old_var),
      with(cause, "evaluation divides by the batch's deviation, not by the running one",
           kEvaluation, old_mean, batch_var),
      with(cause, "evaluation normalizes with the batch's unbiased statistics", kEvaluation,
           batch_mean, unbiased),
      with(cause, "evaluation normalizes with running statistics that the batch has updated",
           kEvaluation, updated_mean, updated_var),
  };
}

std::vector<Hypothesis> in_training() {
  const Cause cause = Cause::training_uses_running;
  return {
      with(cause, "training normalizes with the running statistics, not with the batch's",
           kTraining, old_mean, old_var),
      with(cause, "training subtracts the running mean, not the batch's", kTraining, old_mean,
           batch_var),
      with(cause, "training divides by the running deviation, not by the batch's", kTraining,
           batch_mean, old_var),
      with(cause, "training normalizes with the updated running statistics", kTraining,
           updated_mean, updated_var),
      with(cause, "training divides by the updated running deviation", kTraining, batch_mean,
           updated_var),
      with(cause, "training subtracts the updated running mean", kTraining, updated_mean,
           batch_var),
  };
}

/// What evaluation does to running statistics that it misreads.
std::vector<Hypothesis> misread_running() {
  std::vector<Hypothesis> all = {
      with(Cause::saved_statistic_confused,
           "evaluation takes running_var for the standard deviation", kEvaluation, old_mean,
           [](const Channel& c) { return square(c.old_var); }),
      with(Cause::running_var_divisor, "evaluation multiplies running_var by m/(m - 1)",
           kEvaluation, old_mean,
           [](const Channel& c) { return c.old_var * c.m / (c.m - Ball(1)); }),
      with(Cause::running_var_divisor, "evaluation multiplies running_var by (m - 1)/m",
           kEvaluation, old_mean,
           [](const Channel& c) { return c.old_var * (c.m - Ball(1)) / c.m; }),
      with(
          Cause::running_wrong_start, "evaluation normalizes with mean 0 and variance 1",
          kEvaluation, [](const Channel&) { return Ball(0); },
          [](const Channel&) { return Ball(1); }),
      with(
          Cause::mean_wrong, "evaluation does not subtract the running mean", kEvaluation,
          [](const Channel&) { return Ball(0); }, old_var),
      with(Cause::variance_clamped, "evaluation takes |running_var|", kEvaluation, old_mean,
           [](const Channel& c) { return abs(c.old_var); }),
      with(Cause::variance_clamped, "evaluation takes a negative running_var for 0", kEvaluation,
           old_mean,
           [](const Channel& c) { return c.old_var.middle.hi > 0 ? c.old_var : Ball(0); })};
  const auto taken = [&all](const char* sentence, ChannelValue invstd) {
    Formula formula;
    formula.invstd = std::move(invstd);
    all.push_back({Cause::saved_statistic_confused, sentence, formula, kEvaluation});
  };
  taken("evaluation multiplies by running_var, as if it held invstd",
        [](const Channel& c) { return c.old_var; });
  taken("evaluation divides by running_var + eps, as if it held the standard deviation",
        [](const Channel& c) { return Ball(1) / (c.old_var + c.eps); });
  taken("evaluation divides by running_var, as if it held the standard deviation",
        [](const Channel& c) { return Ball(1) / c.old_var; });
  return all;
}

}  // namespace

std::vector<Hypothesis> mode_hypotheses() {
  std::vector<Hypothesis> all = in_evaluation();
  for (const Hypothesis& each : in_training()) {
    all.push_back(output_with(each));
    all.push_back(each);
  }
  for (Hypothesis& each : misread_running()) all.push_back(std::move(each));
  return all;
}

}  // namespace bncheck::diagnosis
