#include "bncheck/runner/golden_check.h"

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

  const Judgement& judgement() const { return judgement_; }

 private:
  Judgement judgement_;
};

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

}  // namespace

Judgement certify(const golden::TestVector& vector) {
  const reference::PreciseOracle oracle;
  const reference::ErrorBudget budgets;
  const Problem& problem = vector.problem;
  const Statistics<Ball> statistics = oracle.statistics(problem);
  Outputs outputs;
  outputs.forward(vector.forward, oracle.forward(problem, vector.dialect),
                  budgets.forward(problem, vector.contract, vector.dialect, statistics));
  if (vector.backward) {
    outputs.backward(*vector.backward, oracle.backward(problem),
                     budgets.backward(problem, vector.contract, statistics));
  }
  return outputs.judgement();
}

Judgement compare(const golden::TestVector& vector, Implementation& implementation) {
  const reference::PreciseOracle oracle;
  const reference::ErrorBudget budgets;
  const Problem& problem = vector.problem;
  const properties::Court court{implementation, oracle, budgets, vector.dialect};
  properties::Trial trial(court, problem);
  if (auto ended = properties::judge_status(trial.forward())) return *ended;
  const Statistics<Ball>& statistics = trial.statistics();
  Outputs outputs;
  outputs.forward(trial.forward().outputs,
                  published(vector.forward,
                            budgets.forward(problem, vector.contract, vector.dialect, statistics)),
                  trial.forward_budget());
  if (!vector.backward || !implementation.has_backward()) return outputs.judgement();
  if (auto ended = properties::judge_status(trial.backward())) return *ended;
  outputs.backward(
      trial.backward().outputs,
      published(*vector.backward, budgets.backward(problem, vector.contract, statistics)),
      trial.backward_budget());
  return outputs.judgement();
}

}  // namespace bncheck::runner
