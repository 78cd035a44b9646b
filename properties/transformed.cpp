#include "properties/transformed.h"

#include <utility>

#include "core/error.h"

namespace bncheck::properties {

std::vector<double> times(std::vector<double> values, double factor) {
  for (double& value : values) value *= factor;
  return values;
}

Problem with_values(Problem problem,
                    const std::function<double(std::int64_t, std::int64_t)>& value) {
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
      problem.x[static_cast<std::size_t>(problem.shape.index(channel, j))] = value(channel, j);
    }
  }
  return problem;
}

Problem with_second_input(const Problem& problem) {
  const std::int64_t m = problem.shape.values_per_channel();
  return with_values(problem, [&](std::int64_t channel, std::int64_t j) {
    const std::int64_t next = problem.shape.index(channel, (j + 1) % m);
    return round_to(problem.dtype, problem.x[static_cast<std::size_t>(next)] / 2);
  });
}

Ball excess(const Ball& residual) {
  return residual.middle.hi > 0 ? residual : Ball({0, 0}, residual.radius);
}

std::vector<double> reordered(const std::vector<double>& tensor, const Shape& shape,
                              const std::function<std::int64_t(std::int64_t)>& from) {
  std::vector<double> result(tensor.size());
  for (std::int64_t channel = 0; channel < shape.c; ++channel) {
    for (std::int64_t j = 0; j < shape.values_per_channel(); ++j) {
      result[static_cast<std::size_t>(shape.index(channel, j))] =
          tensor[static_cast<std::size_t>(shape.index(channel, from(j)))];
    }
  }
  return result;
}

std::optional<Judgement> lacks_determinism(Trial& trial) {
  if (trial.contract().deterministic) return std::nullopt;
  return skipped("the contract does not say that equal calls give equal bits");
}

std::optional<Judgement> lacks_uniformity(Trial& trial) {
  if (trial.contract().uniform) return std::nullopt;
  return skipped("the contract does not say that every element meets the same operations");
}

std::optional<Judgement> lacks_rounded_root(Trial& trial) {
  if (trial.contract().invsqrt_error_u <= Contract{}.invsqrt_error_u) return std::nullopt;
  return skipped("the contract does not say that 1/sqrt is a rounded root and a rounded division");
}

std::optional<Judgement> judge_statuses(Trial& first, Trial& second) {
  if (auto ended = judge_status(first.forward())) return ended;
  return judge_status(second.forward());
}

Judgement judge_agreement(std::string_view what, const std::vector<double>& got, Budget got_budget,
                          const std::vector<double>& expected, const Budget& expected_budget) {
  BN_ASSERT(got.size() == expected.size());
  const std::vector<Ball> truth(expected.begin(), expected.end());
  for (std::size_t i = 0; i < truth.size(); ++i) {
    got_budget.radius[i] = add_up(got_budget.radius[i], expected_budget.radius[i]);
    got_budget.range[i] = add_up(got_budget.range[i], expected_budget.range[i]);
  }
  return judge(what, got, truth, got_budget);
}

}  // namespace bncheck::properties
