#include "bncheck/runner/golden_check.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/trial.h"
#include "reference/error_budget.h"
#include "reference/precise_oracle.h"

namespace bncheck::runner {
namespace {

/// Judges outputs against balls, one tensor after the other; empty ones were not answered.
class Outputs {
 public:
  void judge_tensor(std::string_view name, const std::vector<double>& got,
                    const std::vector<Ball>& truth, const Budget& budget) {
    if (got.empty() || truth.empty()) return;
    judgement_.merge(judge(name, got, truth, budget));
  }

  void forward(const Forward<double>& got, const Forward<Ball>& truth,
               const ErrorModel::ForwardBudget& budget) {
    judge_tensor("y", got.y, truth.y, budget.y);
    judge_tensor("save_mean", got.save_mean, truth.save_mean, budget.save_mean);
    judge_tensor("save_invstd", got.save_invstd, truth.save_invstd, budget.save_invstd);
    judge_tensor("running_mean", got.running_mean, truth.running_mean, budget.running_mean);
    judge_tensor("running_var", got.running_var, truth.running_var, budget.running_var);
  }

  void backward(const Backward<double>& got, const Backward<Ball>& truth,
                const ErrorModel::BackwardBudget& budget) {
    judge_tensor("dx", got.dx, truth.dx, budget.dx);
    judge_tensor("dweight", got.dweight, truth.dweight, budget.dweight);
    judge_tensor("dbias", got.dbias, truth.dbias, budget.dbias);
  }

  void double_backward(const DoubleBackward<double>& got, const DoubleBackward<Ball>& truth,
                       const ErrorModel::DoubleBackwardBudget& budget) {
    judge_tensor("d_dy", got.d_dy, truth.d_dy, budget.d_dy);
    judge_tensor("d_x", got.d_x, truth.d_x, budget.d_x);
    judge_tensor("d_weight", got.d_weight, truth.d_weight, budget.d_weight);
  }

  const Judgement& judgement() const { return judgement_; }

 private:
  Judgement judgement_;
};

/// Makes no claim where there is no answer: a truth that is not finite is unknown (O8, T5).
void withdraw(Budget& budget, const std::vector<Ball>& truth) {
  for (std::size_t i = 0; i < truth.size(); ++i) {
    if (!truth[i].is_finite()) budget.radius[i] = std::numeric_limits<double>::infinity();
  }
}

ErrorModel::ForwardBudget claimed(ErrorModel::ForwardBudget budget, const Forward<Ball>& truth) {
  withdraw(budget.y, truth.y);
  withdraw(budget.save_mean, truth.save_mean);
  withdraw(budget.save_invstd, truth.save_invstd);
  withdraw(budget.running_mean, truth.running_mean);
  withdraw(budget.running_var, truth.running_var);
  return budget;
}

ErrorModel::BackwardBudget claimed(ErrorModel::BackwardBudget budget, const Backward<Ball>& truth) {
  withdraw(budget.dx, truth.dx);
  withdraw(budget.dweight, truth.dweight);
  withdraw(budget.dbias, truth.dbias);
  return budget;
}

/// A channel whose dy is not finite has no answer (O8): not even d_dy, whose formula lacks dy.
void withdraw_channels_of_dy(Budget& d_dy, const Problem& problem) {
  const Shape& shape = problem.shape;
  for (std::int64_t channel = 0; channel < shape.c; ++channel) {
    std::vector<std::size_t> places;
    for (std::int64_t j = 0; j < shape.values_per_channel(); ++j) {
      places.push_back(static_cast<std::size_t>(shape.index(channel, j)));
    }
    const auto finite = [&](std::size_t place) { return std::isfinite(problem.dy[place]); };
    if (std::all_of(places.begin(), places.end(), finite)) continue;
    for (std::size_t place : places) {
      d_dy.radius[place] = std::numeric_limits<double>::infinity();
    }
  }
}

ErrorModel::DoubleBackwardBudget claimed(ErrorModel::DoubleBackwardBudget budget,
                                         const DoubleBackward<Ball>& truth,
                                         const Problem& problem) {
  withdraw_channels_of_dy(budget.d_dy, problem);
  withdraw(budget.d_dy, truth.d_dy);
  withdraw(budget.d_x, truth.d_x);
  withdraw(budget.d_weight, truth.d_weight);
  return budget;
}

/// The published values as balls of their own budgets.
std::vector<Ball> published(const std::vector<double>& values, const Budget& budget) {
  std::vector<Ball> balls;
  for (std::size_t i = 0; i < values.size(); ++i) {
    balls.push_back(Ball(values[i]).widened(budget.radius[i]));
  }
  return balls;
}

Forward<Ball> published(const Forward<double>& values, const ErrorModel::ForwardBudget& budget) {
  return {published(values.y, budget.y), published(values.save_mean, budget.save_mean),
          published(values.save_invstd, budget.save_invstd),
          published(values.running_mean, budget.running_mean),
          published(values.running_var, budget.running_var)};
}

Backward<Ball> published(const Backward<double>& values, const ErrorModel::BackwardBudget& budget) {
  return {published(values.dx, budget.dx), published(values.dweight, budget.dweight),
          published(values.dbias, budget.dbias)};
}

SecondGradients given(const golden::DoubleBackward& vector) {
  return {vector.ddx, vector.ddweight, vector.ddbias};
}

DoubleBackward<Ball> published(const golden::DoubleBackward& values,
                               const ErrorModel::DoubleBackwardBudget& budget) {
  return {published(values.d_dy, budget.d_dy), published(values.d_x, budget.d_x),
          published(values.d_weight, budget.d_weight)};
}

/// Whether batch norm has no answer, so that none is demanded (O8).
bool has_no_answer(const Problem& problem) { return problem.shape.values_per_channel() == 0; }

Judgement certify_outputs(const golden::TestVector& vector) {
  const reference::PreciseOracle oracle;
  const reference::ErrorBudget budgets;
  const Problem& problem = vector.problem;
  const Statistics<Ball> statistics = oracle.statistics(problem);
  const Forward<Ball> forward = oracle.forward(problem, vector.dialect);
  Outputs outputs;
  outputs.forward(
      vector.forward, forward,
      claimed(budgets.forward(problem, vector.contract, vector.dialect, statistics), forward));
  if (vector.backward) {
    const Backward<Ball> backward = oracle.backward(problem);
    outputs.backward(*vector.backward, backward,
                     claimed(budgets.backward(problem, vector.contract, statistics), backward));
  }
  if (vector.double_backward) {
    const golden::DoubleBackward& got = *vector.double_backward;
    const DoubleBackward<Ball> truth = oracle.double_backward(problem, given(got));
    outputs.double_backward(
        {got.d_dy, got.d_x, got.d_weight}, truth,
        claimed(budgets.double_backward(problem, given(got), vector.contract, statistics), truth,
                problem));
  }
  return outputs.judgement();
}

/// An empty batch leaves the running statistics as they are, and has no other values.
Judgement certify_empty(const golden::TestVector& vector) {
  if (vector.problem.mode == Mode::evaluation) return {Verdict::pass, "", {}};
  Judgement result =
      judge_same("running_mean", vector.forward.running_mean, vector.problem.running_mean);
  result.merge(judge_same("running_var", vector.forward.running_var, vector.problem.running_var));
  return result;
}

/// Whether the dialect demands an error: of one value per channel in training (D4).
bool must_refuse(const golden::TestVector& vector) {
  return vector.problem.mode == Mode::training && vector.problem.shape.values_per_channel() == 1 &&
         vector.dialect.one_value == OneValue::refused;
}

/// A refusal is right where the dialect demands one, or lets the eps be refused (D6).
Judgement certify_refusal(const golden::TestVector& vector) {
  const Problem& problem = vector.problem;
  return must_refuse(vector) || vector.dialect.eps.may_refuse(problem.eps, problem.mode)
             ? Judgement{Verdict::pass, "", {}}
             : failed("the published answer is an error where the dialect has an answer");
}

/// A documented deviation must still be one; it is listed, and not counted as certified.
Judgement expect_deviation(const Judgement& judgement, const golden::Flag& flag) {
  if (judgement.verdict != Verdict::fail) {
    return failed("the published answer is expected to deviate and does not: " + flag.reason);
  }
  Judgement listed = judgement;
  listed.verdict = Verdict::skip;
  listed.reason = "a documented deviation of the published answer: " + flag.reason;
  return listed;
}

/// Any end but a fault or a failure is right: an answer, a refusal, or calling the arguments
/// invalid, which S3 judges by the dialect. Saved statistics are not asked for, as none are
/// published.
Judgement compare_empty(Implementation& implementation, const Problem& problem) {
  const Outcome<Forward<double>> outcome = implementation.forward(problem, false);
  if (outcome.status == CallStatus::invalid) return {Verdict::pass, "", {}};
  return properties::judge_status(outcome).value_or(Judgement{Verdict::pass, "", {}});
}

/// Judges the answer to the vector's second gradients against the published one.
Judgement compare_double_backward(const golden::TestVector& vector,
                                  const properties::Court& court) {
  const golden::DoubleBackward& expected = *vector.double_backward;
  properties::Trial trial(court, vector.problem, given(expected));
  if (auto ended = properties::judge_status(trial.double_backward())) return *ended;
  Outputs outputs;
  outputs.double_backward(
      trial.double_backward().outputs,
      published(expected, court.error_model.double_backward(vector.problem, given(expected),
                                                            vector.contract, trial.statistics())),
      claimed(trial.double_backward_budget(), trial.double_backward_truth(), vector.problem));
  return outputs.judgement();
}

/// Where an error is allowed and not demanded, an answer is right too; no law has one to compare.
Judgement compare_refusal(const golden::TestVector& vector,
                          const Outcome<Forward<double>>& outcome) {
  if (outcome.status == CallStatus::invalid || outcome.status == CallStatus::refused) {
    return {Verdict::pass, "", {}};
  }
  if (auto ended = properties::judge_status(outcome)) return *ended;
  if (!must_refuse(vector)) return {Verdict::pass, "", {}};
  return failed("the implementation answers where the dialect refuses");
}

}  // namespace

Judgement certify(const golden::TestVector& vector) {
  if (vector.refusal) return certify_refusal(vector);
  if (has_no_answer(vector.problem)) return certify_empty(vector);
  const Judgement judgement = certify_outputs(vector);
  const golden::Flag* deviation = vector.flag("KnownDeviation");
  return deviation == nullptr ? judgement : expect_deviation(judgement, *deviation);
}

Judgement compare(const golden::TestVector& vector, Implementation& implementation) {
  if (vector.flag("KnownDeviation") != nullptr) {
    return skipped("the published answer is a documented deviation");
  }
  const Problem& problem = vector.problem;
  if (has_no_answer(problem)) return compare_empty(implementation, problem);
  const reference::PreciseOracle oracle;
  const reference::ErrorBudget budgets;
  // What the implementation does not save, it cannot be asked for.
  Dialect dialect = vector.dialect;
  if (parse_dialect(implementation.dialect()).saved == SavedStatistic::none) {
    dialect.saved = SavedStatistic::none;
  }
  const properties::Court court{implementation, oracle, budgets, dialect};
  properties::Trial trial(court, problem);
  if (vector.refusal) return compare_refusal(vector, trial.forward());
  if (auto ended = properties::judge_status(trial.forward())) return *ended;
  const Statistics<Ball>& statistics = trial.statistics();
  Outputs outputs;
  outputs.forward(trial.forward().outputs,
                  published(vector.forward,
                            budgets.forward(problem, vector.contract, vector.dialect, statistics)),
                  claimed(trial.forward_budget(), trial.forward_truth()));
  if (!vector.backward || !implementation.has_backward()) return outputs.judgement();
  if (auto ended = properties::judge_status(trial.backward())) return *ended;
  outputs.backward(
      trial.backward().outputs,
      published(*vector.backward, budgets.backward(problem, vector.contract, statistics)),
      claimed(trial.backward_budget(), trial.backward_truth()));
  Judgement judgement = outputs.judgement();
  if (vector.double_backward && implementation.has_double_backward()) {
    judgement.merge(compare_double_backward(vector, court));
  }
  return judgement;
}

}  // namespace bncheck::runner
