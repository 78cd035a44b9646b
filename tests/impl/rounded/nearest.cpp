#include "tests/impl/rounded/nearest.h"

#include <gtest/gtest.h>

#include <random>

#include "reference/certified_oracle.h"

namespace bncheck {

namespace {

const bn_plugin& plugin() { return *bn_plugin_entry(BN_PLUGIN_ABI_VERSION); }

}  // namespace

std::vector<double> normal(std::int64_t count, double mean, double deviation, unsigned seed,
                           DType dtype) {
  std::mt19937 random(seed);
  std::normal_distribution<double> distribution;
  std::vector<double> values;
  for (std::int64_t i = 0; i < count; ++i) {
    values.push_back(round_to(dtype, mean + deviation * distribution(random)));
  }
  return values;
}

Problem problem_of(const Example& example, DType dtype, Mode mode) {
  Problem problem;
  problem.dtype = dtype;
  problem.mode = mode;
  problem.eps = example.eps;
  problem.momentum = 0.1;
  const std::int64_t c = example.shape.c;
  problem.x = normal(example.shape.size(), example.mean, example.deviation, 1, dtype);
  problem.dy = normal(example.shape.size(), 0.5, 2, 2, dtype);
  problem.weight = normal(c, 1, 0.5, 3, problem.parameters());
  problem.bias = normal(c, 0, 1, 4, problem.parameters());
  problem.running_mean = normal(c, 0, 1, 5, problem.parameters());
  for (const double mean : problem.running_mean) {
    problem.running_var.push_back(round_to(problem.parameters(), mean * mean + 0.1));
  }
  problem.shape = example.shape;
  return problem;
}

void expect_nearest(const char* what, const std::vector<double>& got,
                    const std::vector<double>& nearest) {
  if (nearest.empty()) return;  // of the other mode
  ASSERT_EQ(got.size(), nearest.size()) << what;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (std::isnan(nearest[i])) continue;  // the definition has no value
    ASSERT_EQ(got[i], nearest[i]) << what << "[" << i << "]";
  }
}

void expect_correctly_rounded(const Problem& problem, Calling calling) {
  const reference::CertifiedOracle oracle;
  const Forward<double> y = forward_of(plugin(), problem, calling);
  const Forward<double> truth = oracle.rounded_forward(problem, Dialect{}).outputs;
  expect_nearest("y", y.y, truth.y);
  expect_nearest("save_mean", y.save_mean, truth.save_mean);
  expect_nearest("save_invstd", y.save_invstd, truth.save_invstd);
  expect_nearest("running_mean", y.running_mean, truth.running_mean);
  expect_nearest("running_var", y.running_var, truth.running_var);
  const Backward<double> got = backward_of(plugin(), problem, calling);
  const Backward<double> gradients = oracle.rounded_backward(problem).outputs;
  expect_nearest("dx", got.dx, gradients.dx);
  expect_nearest("dweight", got.dweight, gradients.dweight);
  expect_nearest("dbias", got.dbias, gradients.dbias);
}

}  // namespace bncheck
