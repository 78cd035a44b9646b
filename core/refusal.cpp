#include "core/refusal.h"

#include <algorithm>
#include <cmath>

namespace bncheck {
namespace {

bool is_constant(const Problem& problem, std::int64_t channel) {
  const auto value = [&](std::int64_t j) {
    return problem.x[static_cast<std::size_t>(problem.shape.index(channel, j))];
  };
  for (std::int64_t j = 1; j < problem.shape.values_per_channel(); ++j) {
    if (value(j) != value(0)) return false;
  }
  return true;
}

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double each) { return std::isfinite(each); });
}

/// Whether a root is not positive (O8).
bool lacks_a_root(const Problem& problem) {
  if (problem.mode == Mode::evaluation) {
    const auto has_root = [&problem](double var) { return var + problem.eps > 0; };
    return !std::all_of(problem.running_var.begin(), problem.running_var.end(), has_root);
  }
  if (problem.eps != 0) return false;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    if (is_constant(problem, channel)) return true;
  }
  return false;
}

bool lacks_a_parameter(const Problem& problem, Affine affine) {
  const bool weight = !problem.weight.empty();
  const bool bias = !problem.bias.empty();
  switch (affine) {
    case Affine::each: return false;
    case Affine::together: return weight != bias;
    case Affine::required: return !weight || !bias;
    case Affine::none: return weight || bias;
  }
  return false;
}

}  // namespace

bool may_be_refused(const Problem& problem, const Dialect& dialect) {
  if (problem.shape.c == 0) return true;
  if (lacks_a_parameter(problem, dialect.affine)) return true;
  if (dialect.eps.may_refuse(problem.eps, problem.mode)) return true;
  const std::int64_t m = problem.shape.values_per_channel();
  if (m == 0) return dialect.empty_batch == EmptyBatch::any;
  if (m == 1 && problem.mode == Mode::training) {
    if (dialect.one_value == OneValue::refused || dialect.one_value == OneValue::any) return true;
  }
  return !all_finite(problem.x) || !all_finite(problem.dy) || lacks_a_root(problem);
}

}  // namespace bncheck
