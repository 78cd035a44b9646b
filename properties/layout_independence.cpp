// Where the elements lie is no part of the problem: strides, offsets from an aligned address and
// distances in memory change which loop runs, and nothing else.
#include <array>
#include <bit>
#include <string>

#include "core/pattern.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

constexpr std::array kKinds = {Layout::nchw,     Layout::nhwc,   Layout::strided,
                               Layout::permuted, Layout::sliced, Layout::far};

/// Returns another place for a tensor than it has, as the key says.
Placement moved(const Placement& present, std::uint64_t key) {
  Placement other{kKinds[key % kKinds.size()], static_cast<int>(key >> 32) & kMostOffset};
  if (other.kind == present.kind) other.kind = kKinds[(key + 1) % kKinds.size()];
  return other;
}

/// Returns the problem with every tensor elsewhere; where, follows from the problem alone.
Problem elsewhere(Problem problem) {
  std::uint64_t key = std::bit_cast<std::uint64_t>(problem.eps);
  for (const double value : {problem.x.front(), problem.x.back(), problem.momentum}) {
    key = counter_random(key, 0, std::bit_cast<std::uint64_t>(value));
  }
  std::uint64_t tensor = 0;
  Layouts& layout = problem.layout;
  for (Placement* each : {&layout.x, &layout.dy, &layout.y, &layout.dx, &layout.parameters}) {
    *each = moved(*each, counter_random(key, 1, tensor++));
  }
  return problem;
}

Judgement agree(const std::string& what, const Trial& other, const std::vector<double>& got,
                const Budget& got_budget, const std::vector<double>& expected,
                const Budget& expected_budget) {
  return judge_agreement(what + " in the layout " + to_string(other.problem().layout), got,
                         got_budget, expected, expected_budget);
}

Judgement check_backward(Trial& trial, Trial& other) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  if (const auto ended = judge_status(other.backward())) return *ended;
  const Backward<double>& expected = trial.backward().outputs;
  const Backward<double>& got = other.backward().outputs;
  const ErrorModel::BackwardBudget& expected_budget = trial.backward_budget();
  const ErrorModel::BackwardBudget& budget = other.backward_budget();
  Judgement result = agree("dx", other, got.dx, budget.dx, expected.dx, expected_budget.dx);
  result.merge(agree("dweight", other, got.dweight, budget.dweight, expected.dweight,
                     expected_budget.dweight));
  result.merge(
      agree("dbias", other, got.dbias, budget.dbias, expected.dbias, expected_budget.dbias));
  return result;
}

Judgement check(Trial& trial) {
  Trial other(trial.court(), elsewhere(trial.problem()));
  if (const auto ended = judge_statuses(trial, other)) return *ended;
  Judgement result = agree("y", other, other.forward().outputs.y, other.forward_budget().y,
                           trial.forward().outputs.y, trial.forward_budget().y);
  if (has_backward(trial)) result.merge(check_backward(trial, other));
  return result;
}

}  // namespace

const Property kLayoutIndependence{
    "layout_independence",
    "S4",
    "layouts and offsets",
    "y, dx, dweight and dbias are the same, within both budgets, wherever the tensors lie in "
    "memory",
    [](const Trial& trial) { return trains(trial) || evaluates(trial); },
    check,
    /*splits_by_channel=*/false,
    {"The operation is defined on values by their index; a stride or an offset is not in it.",
     "Both answers lie within their own budgets of one truth, each for the contract declared for "
     "its layout (T2).",
     "Tensors taken for dense or for the same order as x (PyTorch 64039, 133520; ARM Compute "
     "Library 235), statistics of stride 1, loops that peel to an alignment, indices of 32 bits "
     "(PyTorch 51776).",
     "strides of x used for dy"},
};

}  // namespace bncheck::properties
