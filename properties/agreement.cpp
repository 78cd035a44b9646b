#include "properties/agreement.h"

#include <limits>
#include <utility>

#include "core/judge.h"
#include "properties/transformed.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

/// One output of a call, in the answer and among the budgets.
template <class Outputs, class Budgets>
struct Output {
  const char* name;
  std::vector<double> Outputs::*values;
  Budget Budgets::*budget;
};

using OfForward = Output<Forward<double>, ErrorModel::ForwardBudget>;
using OfBackward = Output<Backward<double>, ErrorModel::BackwardBudget>;

constexpr OfForward kForward[] = {
    {"y", &Forward<double>::y, &ErrorModel::ForwardBudget::y},
    {"save_mean", &Forward<double>::save_mean, &ErrorModel::ForwardBudget::save_mean},
    {"save_invstd", &Forward<double>::save_invstd, &ErrorModel::ForwardBudget::save_invstd},
    {"running_mean", &Forward<double>::running_mean, &ErrorModel::ForwardBudget::running_mean},
    {"running_var", &Forward<double>::running_var, &ErrorModel::ForwardBudget::running_var},
};

constexpr OfBackward kBackward[] = {
    {"dx", &Backward<double>::dx, &ErrorModel::BackwardBudget::dx},
    {"dweight", &Backward<double>::dweight, &ErrorModel::BackwardBudget::dweight},
    {"dbias", &Backward<double>::dbias, &ErrorModel::BackwardBudget::dbias},
};

/// Returns the values that have a budget, and 0 for the others.
std::vector<double> in_budget(std::vector<double> values, const Budget& budget) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (budget.radius[i] == std::numeric_limits<double>::infinity()) values[i] = 0;
  }
  return values;
}

/// Budgets are only asked for if they are needed.
template <class Table, class Outputs, class GotBudget, class ExpectedBudget>
Judgement judge_table(const Table& table, const Outputs& got, const Outputs& expected,
                      Closeness closeness, GotBudget got_budget, ExpectedBudget expected_budget) {
  Judgement result{Verdict::pass, "", {}};
  for (const auto& [name, values, budget] : table) {
    if ((got.*values).empty()) continue;
    if (closeness == Closeness::bits) {
      result.merge(judge_same(name, got.*values, expected.*values));
    } else if (closeness == Closeness::bits_in_budget) {
      const Budget& allowed = expected_budget().*budget;
      result.merge(
          judge_same(name, in_budget(got.*values, allowed), in_budget(expected.*values, allowed)));
    } else {
      result.merge(judge_agreement(name, got.*values, got_budget().*budget, expected.*values,
                                   expected_budget().*budget));
    }
  }
  return result;
}

/// Returns which of both trials to ask for the first one's budget: of equal contracts, the one
/// that has it already.
Trial& budgeted(Trial& got, Trial& expected) {
  return got.contract() == expected.contract() ? expected : got;
}

}  // namespace

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

Problem called(Problem problem, const Manner& manner) {
  problem.manner = manner;
  return problem;
}

Judgement same_outputs(Trial& got, Trial& expected, Closeness closeness) {
  return judge_table(
      kForward, got.forward().outputs, expected.forward().outputs,
      closeness, [&]() -> auto& { return budgeted(got, expected).forward_budget(); },
      [&]() -> auto& { return expected.forward_budget(); });
}

Judgement same_gradients(Trial& got, Trial& expected, Closeness closeness) {
  return judge_table(
      kBackward, got.backward().outputs, expected.backward().outputs,
      closeness, [&]() -> auto& { return budgeted(got, expected).backward_budget(); },
      [&]() -> auto& { return expected.backward_budget(); });
}

Judgement same_gradients(const Backward<double>& got, Trial& expected, Closeness closeness) {
  const auto budget = [&]() -> auto& { return expected.backward_budget(); };
  return judge_table(kBackward, got, expected.backward().outputs, closeness, budget, budget);
}

}  // namespace bncheck::properties
