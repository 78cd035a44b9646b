#pragma once

#include "tests/impl/cpu_call.h"

/// Problems whose answers are compared, bit for bit, with the certified oracle's.
namespace bncheck {

/// Normally distributed values for a problem.
struct Example {
  const char* name;
  double mean, deviation, eps;
  Shape shape;
};

std::vector<double> normal(std::int64_t count, double mean, double deviation, unsigned seed,
                           DType dtype);

/// Returns a problem with all parameters.
Problem problem_of(const Example& example, DType dtype, Mode mode);

/// Expects what forward and backward of the plug-in cpu answer to be what the certified oracle
/// says, wherever the definition has a value.
void expect_correctly_rounded(const Problem& problem, Calling calling);

/// Expects each number to be the nearest one, but where that is a NaN.
void expect_nearest(const char* what, const std::vector<double>& got,
                    const std::vector<double>& nearest);

}  // namespace bncheck
