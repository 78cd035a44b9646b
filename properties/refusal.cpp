#include "properties/refusal.h"

#include <algorithm>

#include "properties/moments.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

bool is_constant(const Problem& problem, std::int64_t channel) {
  const std::vector<double> values = channel_of(problem.x, problem.shape, channel);
  return std::all_of(values.begin(), values.end(),
                     [&values](double value) { return value == values.front(); });
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

}  // namespace bncheck::properties
