#include "diagnosis/observation.h"

#include <algorithm>
#include <cmath>

#include "core/dtype.h"
#include "core/refusal.h"

namespace bncheck::diagnosis {
namespace {

std::vector<double> rounded(const std::vector<Ball>& exact, DType dtype) {
  std::vector<double> values;
  for (const Ball& each : exact) values.push_back(round_to(dtype, each.middle.hi));
  return values;
}

/// Second gradients outside of the span of 1, x and dy, so that no term of double backward is 0.
SecondGradients second_of(const Problem& problem) {
  SecondGradients second;
  second.ddx.assign(problem.dy.rbegin(), problem.dy.rend());
  for (std::size_t i = 0; i < second.ddx.size(); i += 3) {
    second.ddx[i] = round_to(problem.dtype, second.ddx[i] + 1);
  }
  const auto channels = static_cast<std::size_t>(problem.shape.c);
  if (!problem.weight.empty()) second.ddweight.assign(channels, 0.5);
  if (!problem.bias.empty()) second.ddbias.assign(channels, 2);
  return second;
}

/// Takes note of how a call ended; returns whether it answered.
template <class Outputs>
bool answered(const Outcome<Outputs>& outcome, Observation& seen) {
  if (outcome.status == CallStatus::ok) return true;
  if (outcome.status == CallStatus::fault) {
    seen.fault = outcome.message;
  } else {
    const bool may = outcome.may_refuse || may_be_refused(seen.understood(), seen.dialect);
    seen.rejected = may ? CallStatus::refused : outcome.status;
  }
  return false;
}

bool is_defined(const Problem& problem) {
  const std::int64_t m = problem.shape.values_per_channel();
  return problem.mode == Mode::evaluation ? problem.has_running() : m > 1;
}

void keep(Answers<double>& all, Output output, std::vector<double> values) {
  all[output] = std::move(values);
}

void expect(Observation& seen, Output output, std::vector<Ball> truth, Budget budget) {
  seen.truth[output] = std::move(truth);
  seen.budget[output] = std::move(budget.radius);
}

void observe_forward(const Suspect& suspect, Observation& seen,
                     const Statistics<Ball>& statistics) {
  const bool saved = seen.trains() && suspect.dialect.saved != SavedStatistic::none;
  auto outcome = suspect.implementation.forward(seen.problem, saved);
  if (!answered(outcome, seen)) return;
  Forward<double>& out = outcome.outputs;
  keep(seen.got, Output::y, std::move(out.y));
  keep(seen.got, Output::save_mean, std::move(out.save_mean));
  keep(seen.got, Output::save_invstd, std::move(out.save_invstd));
  keep(seen.got, Output::running_mean, std::move(out.running_mean));
  keep(seen.got, Output::running_var, std::move(out.running_var));
  const Problem problem = seen.understood();
  Forward<Ball> truth = suspect.oracle.forward(problem, suspect.dialect);
  auto budget = suspect.error_model.forward(problem, seen.contract, suspect.dialect, statistics);
  expect(seen, Output::y, std::move(truth.y), std::move(budget.y));
  expect(seen, Output::save_mean, std::move(truth.save_mean), std::move(budget.save_mean));
  expect(seen, Output::save_invstd, std::move(truth.save_invstd), std::move(budget.save_invstd));
  expect(seen, Output::running_mean, std::move(truth.running_mean), std::move(budget.running_mean));
  expect(seen, Output::running_var, std::move(truth.running_var), std::move(budget.running_var));
}

void observe_backward(const Suspect& suspect, Observation& seen,
                      const Statistics<Ball>& statistics) {
  if (!suspect.implementation.has_backward()) return;
  auto outcome = suspect.implementation.backward(seen.problem, seen.given);
  if (!answered(outcome, seen)) return;
  keep(seen.got, Output::dx, std::move(outcome.outputs.dx));
  keep(seen.got, Output::dweight, std::move(outcome.outputs.dweight));
  keep(seen.got, Output::dbias, std::move(outcome.outputs.dbias));
  const Problem problem = seen.understood();
  Backward<Ball> truth = suspect.oracle.backward(problem);
  auto budget = suspect.error_model.backward(problem, seen.contract, statistics);
  expect(seen, Output::dx, std::move(truth.dx), std::move(budget.dx));
  expect(seen, Output::dweight, std::move(truth.dweight), std::move(budget.dweight));
  expect(seen, Output::dbias, std::move(truth.dbias), std::move(budget.dbias));
}

void observe_double_backward(const Suspect& suspect, Observation& seen,
                             const Statistics<Ball>& statistics) {
  if (!suspect.implementation.has_double_backward()) return;
  seen.second = second_of(seen.problem);
  auto outcome = suspect.implementation.double_backward(seen.problem, seen.given, seen.second);
  if (!answered(outcome, seen)) return;
  keep(seen.got, Output::d_dy, std::move(outcome.outputs.d_dy));
  keep(seen.got, Output::d_x, std::move(outcome.outputs.d_x));
  keep(seen.got, Output::d_weight, std::move(outcome.outputs.d_weight));
  const Problem problem = seen.understood();
  DoubleBackward<Ball> truth = suspect.oracle.double_backward(problem, seen.second);
  auto budget =
      suspect.error_model.double_backward(problem, seen.second, seen.contract, statistics);
  expect(seen, Output::d_dy, std::move(truth.d_dy), std::move(budget.d_dy));
  expect(seen, Output::d_x, std::move(truth.d_x), std::move(budget.d_x));
  expect(seen, Output::d_weight, std::move(truth.d_weight), std::move(budget.d_weight));
}

/// An answer of another size than the truth is as good as none: the dialect saves nothing there, or
/// the manner of the call leaves the output out.
void judge(Observation& seen) {
  for (std::size_t i = 0; i < kOutputs; ++i) {
    std::vector<double>& got = seen.got.values[i];
    if (got.size() != seen.truth.values[i].size()) got.clear();
    if (got.empty()) continue;
    seen.wrong[i] = false;
    for (std::size_t j = 0; j < got.size() && !seen.wrong[i]; ++j) {
      const double radius = seen.budget.values[i][j];
      if (!std::isfinite(radius)) continue;  // nothing is claimed
      seen.wrong[i] =
          !std::isfinite(got[j]) || !seen.truth.values[i][j].widened(radius).contains(got[j]);
    }
  }
}

}  // namespace

std::string_view to_string(Output output) {
  static constexpr std::array<std::string_view, kOutputs> kNames = {
      "y",       "save_mean", "save_invstd", "running_mean", "running_var", "dx",
      "dweight", "dbias",     "d_dy",        "d_x",          "d_weight"};
  return kNames[static_cast<std::size_t>(output)];
}

bool Observation::is_wrong() const {
  return std::any_of(wrong.begin(), wrong.end(), [](bool each) { return each; });
}

Problem Observation::understood() const {
  Problem taken = problem;
  taken.eps = dialect.eps.taken(problem.eps);
  return taken;
}

Observation observe(const Suspect& suspect, const Problem& problem) {
  Observation seen;
  seen.problem = problem;
  seen.dialect = suspect.dialect;
  seen.contract = suspect.implementation.contract(problem);
  if (!is_defined(problem)) {
    answered(suspect.implementation.forward(problem, false), seen);
    return seen;
  }
  const Statistics<Ball> statistics = suspect.oracle.statistics(seen.understood());
  if (seen.trains()) {
    seen.given = {rounded(statistics.mean, problem.parameters()),
                  rounded(statistics.invstd, problem.parameters())};
  }
  observe_forward(suspect, seen, statistics);
  observe_backward(suspect, seen, statistics);
  observe_double_backward(suspect, seen, statistics);
  judge(seen);
  return seen;
}

bool holds(const std::vector<double>& got, const std::vector<Ball>& expected,
           const std::vector<double>& radius) {
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (expected[i].is_finite() != std::isfinite(got[i])) return false;
    if (!expected[i].is_finite()) continue;
    const Ball widened = expected[i].widened(radius[i]);
    if (std::isfinite(radius[i]) && !widened.contains(got[i])) return false;
  }
  return true;
}

std::vector<double> scaled_budget(const Observation& seen, Output output,
                                  const std::vector<Ball>& expected) {
  const std::vector<Ball>& truth = seen.truth[output];
  std::vector<double> radius = seen.budget[output];
  const auto channels = static_cast<std::size_t>(seen.problem.shape.c);
  if (channels == 0) return radius;
  const bool per_channel = expected.size() == channels;
  const auto row = per_channel ? 1 : static_cast<std::size_t>(seen.problem.shape.spatial_size());
  std::vector<double> largest(channels), other(channels), widest(channels);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::size_t c = i / row % channels;
    largest[c] = std::max(largest[c], std::fabs(truth[i].middle.hi));
    if (expected[i].is_finite()) other[c] = std::max(other[c], std::fabs(expected[i].middle.hi));
    if (std::isfinite(radius[i])) widest[c] = std::max(widest[c], radius[i]);
  }
  double relative = 0;
  for (std::size_t c = 0; c < channels; ++c) {
    if (largest[c] > 0) relative = std::max(relative, widest[c] / largest[c]);
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    radius[i] = std::max(radius[i], relative * other[i / row % channels]);
  }
  return radius;
}

}  // namespace bncheck::diagnosis
