#include "tests/reference/tie_problem.h"

#include <cmath>

namespace bncheck::reference {

int TieProblems::integer(int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random_);
}

/// A sum of -1, 0 or 1 and of up to four roundoffs; for the parameters, the tensor's roundoff.
double TieProblems::near_one(DType dtype) {
  return integer(-1, 1) + integer(-4, 4) * unit_roundoff(dtype);
}

Problem TieProblems::problem(DType dtype, Mode mode) {
  Problem result;
  result.dtype = dtype;
  result.mode = mode;
  result.shape = {2 * integer(1, 2), 1, {}};
  result.eps = 0;
  result.momentum = 0.5;
  const double deviation = std::ldexp(1.0, integer(-3, 3));
  const double center = integer(-4, 4);
  const std::int64_t m = result.shape.n;
  for (std::int64_t j = 0; j < m; ++j) {
    result.x.push_back(center + (j < m / 2 ? deviation : -deviation));
    result.dy.push_back(round_to(dtype, near_one(dtype)));
  }
  const DType parameters = result.parameters();
  result.weight = {round_to(parameters, near_one(dtype))};
  result.bias = {round_to(parameters, near_one(dtype))};
  result.running_mean = {center};
  result.running_var = {deviation * deviation};
  return result;
}

}  // namespace bncheck::reference
