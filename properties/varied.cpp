#include "properties/varied.h"

#include <algorithm>
#include <cmath>

#include "properties/trial.h"

namespace bncheck::properties {

bool is_deterministic(Trial& trial) { return trial.contract().deterministic; }

Problem with_dy(const Problem& problem, const ReplaceChannel& replaced) {
  Problem result = problem;
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    set_channel(result.dy, problem.shape, c, replaced(c, channel_of(problem.dy, problem.shape, c)));
  }
  return result;
}

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

std::vector<double> backwards(const std::vector<double>& values) {
  return {values.rbegin(), values.rend()};
}

Problem another(const Problem& problem) {
  Problem result = problem;
  result.x = backwards(problem.x);
  result.weight.assign(problem.weight.size(), 3);
  result.eps = problem.eps + 1;
  return result;
}

Problem images(const Problem& problem, std::int64_t first, std::int64_t count) {
  Problem result = problem;
  const std::int64_t each = problem.shape.c * problem.shape.spatial_size();
  const auto part = [&](const std::vector<double>& tensor) {
    const auto begin = tensor.begin() + first * each;
    return std::vector<double>(begin, begin + count * each);
  };
  result.shape.n = count;
  result.x = part(problem.x);
  result.dy = part(problem.dy);
  return result;
}

std::vector<double> twice(const std::vector<double>& values) {
  std::vector<double> result = values;
  result.insert(result.end(), values.begin(), values.end());
  return result;
}

Problem doubled(const Problem& problem) {
  Problem result = problem;
  result.shape.n *= 2;  // the first axis: whole images follow each other
  result.x = twice(problem.x);
  result.dy = twice(problem.dy);
  return result;
}

std::optional<std::vector<double>> scaled(const std::vector<double>& values, int k, DType dtype) {
  std::vector<double> result;
  result.reserve(values.size());
  for (double value : values) {
    const double there = std::ldexp(value, k);
    const bool exact = round_to(dtype, there) == there && std::ldexp(there, -k) == value;
    if (!exact || !std::isfinite(there)) return std::nullopt;
    result.push_back(there);
  }
  return result;
}

std::vector<double> negated(std::vector<double> values) {
  for (double& value : values) value = -value;
  return values;
}

Judgement judge_same_gradients(const Backward<double>& got, const Backward<double>& expected) {
  Judgement result = judge_same("dx", got.dx, expected.dx);
  result.merge(judge_same("dweight", got.dweight, expected.dweight));
  result.merge(judge_same("dbias", got.dbias, expected.dbias));
  return result;
}

Judgement judge_same_running(const Forward<double>& got, const Forward<double>& expected) {
  Judgement result = judge_same("running_mean", got.running_mean, expected.running_mean);
  result.merge(judge_same("running_var", got.running_var, expected.running_var));
  return result;
}

double all_on_new(const Dialect& dialect) {
  return dialect.momentum == MomentumWeighs::new_value ? 1 : 0;
}

Problem tracked(const Problem& problem) {
  Problem result = problem;
  const auto channels = static_cast<std::size_t>(problem.shape.c);
  result.mode = Mode::training;
  if (!result.has_running()) {
    result.running_mean.assign(channels, 0);
    result.running_var.assign(channels, 1);
  }
  return result;
}

Ball running_variance(const Moments& batch, const Dialect& dialect) {
  if (dialect.running_var == VarianceDivisor::biased) return batch.var;
  const auto count = static_cast<double>(batch.deviation.size());
  return batch.var * Ball(count) / Ball(count - 1);
}

}  // namespace bncheck::properties
