#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "core/batch_norm.h"
#include "core/dialect.h"

namespace bncheck::reference {

/// Draws small problems that stress arithmetic: ordinary values, exponents over the whole range of
/// the type, subnormals, values near overflow, and channels that are constant or nearly so; every
/// mode, absent tensors, and extreme eps, momentum and weights.
class RandomProblems {
 public:
  explicit RandomProblems(std::uint64_t seed) : random_(seed) {}

  Problem problem(DType dtype, Mode mode);
  Dialect dialect();

  /// Returns second gradients for the problem, each of them sometimes absent.
  SecondGradients second(const Problem& problem);

 private:
  int integer(int low, int high);
  double uniform();
  double with_exponent(int low, int high);
  double choice(const std::vector<double>& values);
  std::vector<double> channel(DType dtype, std::int64_t m);
  std::vector<double> tensor(const Problem& problem);
  std::vector<double> parameter(const Problem& problem, const std::vector<double>& values);

  std::mt19937_64 random_;
};

}  // namespace bncheck::reference
