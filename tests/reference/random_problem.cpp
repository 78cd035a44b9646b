#include "tests/reference/random_problem.h"

#include <algorithm>
#include <cmath>

#include "core/ulp.h"

namespace bncheck::reference {

int RandomProblems::integer(int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random_);
}

double RandomProblems::uniform() { return std::uniform_real_distribution<double>(-2, 2)(random_); }

double RandomProblems::with_exponent(int low, int high) {
  return std::ldexp(uniform(), integer(low, high));
}

double RandomProblems::choice(const std::vector<double>& values) {
  return values[static_cast<std::size_t>(integer(0, static_cast<int>(values.size()) - 1))];
}

std::vector<double> RandomProblems::channel(DType dtype, std::int64_t m) {
  const int highest = std::ilogb(largest_finite(dtype));
  const int lowest = std::ilogb(smallest_subnormal(dtype));
  const double center = with_exponent(-3, std::min(20, highest - 2));
  const int kind = integer(0, 7);
  std::vector<double> values;
  for (std::int64_t j = 0; j < m; ++j) {
    double value = 0;
    switch (kind) {
      case 0: value = uniform(); break;
      case 1: value = with_exponent(lowest, highest - 1); break;
      case 2: value = with_exponent(lowest, lowest + 10); break;
      case 3: value = with_exponent(highest - 3, highest - 1); break;
      case 4: value = center; break;
      case 5: value = center + integer(-1, 1) * ulp(dtype, center); break;
      case 6: value = j == 0 ? with_exponent(highest - 3, highest - 1) : 1; break;
      default: value = integer(-2, 2); break;
    }
    values.push_back(round_to(dtype, value));
  }
  return values;
}

std::vector<double> RandomProblems::tensor(const Problem& problem) {
  std::vector<double> values(static_cast<std::size_t>(problem.shape.size()));
  const std::int64_t m = problem.shape.values_per_channel();
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const std::vector<double> own = channel(problem.dtype, m);
    for (std::int64_t j = 0; j < m; ++j) {
      values[static_cast<std::size_t>(problem.shape.index(c, j))] =
          own[static_cast<std::size_t>(j)];
    }
  }
  return values;
}

std::vector<double> RandomProblems::parameter(const Problem& problem,
                                              const std::vector<double>& values) {
  std::vector<double> chosen;
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    chosen.push_back(round_to(problem.parameters(), choice(values)));
  }
  return chosen;
}

Problem RandomProblems::problem(DType dtype, Mode mode) {
  Problem result;
  result.dtype = dtype;
  result.mode = mode;
  result.shape = {integer(1, 3), integer(1, 2), {}};
  if (integer(0, 1) == 0) result.shape.spatial = {integer(1, 2)};
  if (integer(0, 49) == 0) result.shape.n = 0;
  result.eps = choice({0, 0x1p-1074, 1e-300, 0x1p-149, 1e-12, 1e-5, 1, 0x1p20});
  result.momentum = choice({0, 1, 0.1, 0.9, -0.5, 1000});
  result.x = tensor(result);
  result.dy = tensor(result);
  if (integer(0, 2) != 0) result.weight = parameter(result, {0, 1, -1.5, uniform(), 1e30, 1e-30});
  if (integer(0, 2) != 0) result.bias = parameter(result, {0, -1, uniform(), 1e10});
  if (mode == Mode::evaluation || integer(0, 1) == 0) {
    result.running_mean = parameter(result, {0, uniform(), 1e10});
    result.running_var = parameter(result, {0, 1, std::fabs(uniform()), 1e-40, 1e20, -1});
  }
  return result;
}

SecondGradients RandomProblems::second(const Problem& problem) {
  SecondGradients result;
  if (integer(0, 4) != 0) result.ddx = tensor(problem);
  if (integer(0, 2) != 0) result.ddweight = parameter(problem, {0, -1, uniform(), 1e10});
  if (integer(0, 2) != 0) result.ddbias = parameter(problem, {0, 3, uniform(), 1e10});
  return result;
}

Dialect RandomProblems::dialect() {
  Dialect result;
  result.running_var = integer(0, 1) == 0 ? VarianceDivisor::unbiased : VarianceDivisor::biased;
  result.momentum = integer(0, 1) == 0 ? MomentumWeighs::new_value : MomentumWeighs::old_value;
  result.saved = static_cast<SavedStatistic>(integer(0, 2));
  return result;
}

}  // namespace bncheck::reference
