#include "reference/error_budget/arithmetic.h"

#include <algorithm>

namespace bncheck::reference {
namespace {

Format format_of(DType dtype, bool flushes) {
  const double tiny = smallest_subnormal(dtype);
  // Half the smallest subnormal of a double is not a double.
  const double gradual = dtype == DType::f64 ? tiny : tiny / 2;
  const double normal = smallest_normal(dtype);
  return {unit_roundoff(dtype), flushes ? normal : gradual, flushes ? normal : 0, normal,
          largest_finite(dtype)};
}

double height_of(const Contract& contract, double m) {
  const double longest = std::max(0.0, m - 1);
  if (contract.summation == Summation::exact) return std::min(longest, 1.0);  // one rounding
  if (contract.summation_height == 0) return longest;
  return std::min(longest, static_cast<double>(contract.summation_height));
}

}  // namespace

Format coarser(const Format& a, const Format& b) { return a.u < b.u ? b : a; }

Upper narrowing(std::initializer_list<Format> chain) {
  Upper error = 0.0;
  double current = chain.begin()->u;
  for (const Format& next : chain) {
    if (next.u <= current) continue;
    error = compound(error, next.u);
    current = next.u;
  }
  return error;
}

Upper narrowing_underflow(std::initializer_list<Format> chain) {
  Upper error = 0.0;
  double current = chain.begin()->u;
  for (const Format& next : chain) {
    if (next.u <= current) continue;
    error += next.underflow;
    current = next.u;
  }
  return error;
}

Arithmetic::Arithmetic(const Problem& problem, const Contract& contract) {
  const bool flushes = contract.flushes_subnormals;
  element = format_of(contract.element, flushes);
  accumulator = format_of(contract.accumulator, flushes);
  stored = format_of(contract.stored, flushes);
  applied = format_of(contract.applied, flushes);
  parameter = format_of(problem.parameters(), flushes);
  output = format_of(problem.dtype, flushes);
  invstd = coarser(accumulator, stored);
  coarse = coarser(element, applied);
  values = static_cast<double>(problem.shape.values_per_channel());
  summation_height = height_of(contract, values);
  exact_sums = contract.summation == Summation::exact;
  variance = contract.variance;
  apply = contract.apply;
  backward_statistics = contract.backward_statistics;
  invsqrt_error_u = contract.invsqrt_error_u;
  input_rounding = narrowing({output, element});
  parameter_rounding = contract.double_parameters ? 0 : parameter.u;
  eps_underflow = contract.double_parameters ? 0 : parameter.underflow;
}

}  // namespace bncheck::reference
