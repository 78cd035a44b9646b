#include "reference/certified/channel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "reference/certified_oracle.h"
#include "reference/precise_oracle.h"

// What has a value and what has none: an infinity or a NaN reaches what depends on it, and nothing
// else. The precise oracle, whose arithmetic knows no special cases, says what depends on it.
namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Problem two_channels(DType dtype, Mode mode) {
  Problem problem;
  problem.dtype = dtype;
  problem.mode = mode;
  problem.shape = {3, 2, {}};
  problem.x = {1, 2, 3, 5, 4, 7};
  problem.dy = {1, -2, 3, 5, -4, 1};
  problem.weight = {1, 2};
  problem.bias = {3, 4};
  problem.running_mean = {1, 2};
  problem.running_var = {1, 2};
  return problem;
}

/// Expects a value exactly where there is a ball.
void expect_defined(const char* what, const std::vector<double>& got,
                    const std::vector<Ball>& truth) {
  ASSERT_EQ(got.size(), truth.size()) << what;
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(std::isfinite(got[i]), truth[i].is_finite()) << what << " " << i << " is " << got[i];
    EXPECT_TRUE(truth[i].is_finite() || std::isnan(got[i])) << what << " " << i;
  }
}

void expect_bounded(const char* what, const std::vector<Ball>& got,
                    const std::vector<Ball>& truth) {
  ASSERT_EQ(got.size(), truth.size()) << what;
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].is_finite(), truth[i].is_finite()) << what << " " << i;
  }
}

void expect_confined(const Problem& problem) {
  const Dialect dialect;
  const Forward<Ball> forward = PreciseOracle().forward(problem, dialect);
  const Backward<Ball> backward = PreciseOracle().backward(problem);
  const CertifiedOracle oracle;
  const Forward<double> y = oracle.rounded_forward(problem, dialect).outputs;
  const Backward<double> dx = oracle.rounded_backward(problem).outputs;
  expect_defined("y", y.y, forward.y);
  expect_defined("save_mean", y.save_mean, forward.save_mean);
  expect_defined("save_invstd", y.save_invstd, forward.save_invstd);
  expect_defined("running_mean", y.running_mean, forward.running_mean);
  expect_defined("running_var", y.running_var, forward.running_var);
  expect_defined("dx", dx.dx, backward.dx);
  expect_defined("dweight", dx.dweight, backward.dweight);
  expect_defined("dbias", dx.dbias, backward.dbias);
  expect_bounded("y", oracle.forward(problem, dialect).y, forward.y);
  expect_bounded("dx", oracle.backward(problem).dx, backward.dx);
  const Statistics<Ball> statistics = PreciseOracle().statistics(problem);
  expect_bounded("mean", oracle.statistics(problem).mean, statistics.mean);
  expect_bounded("var", oracle.statistics(problem).var, statistics.var);
  expect_bounded("invstd", oracle.statistics(problem).invstd, statistics.invstd);
}

using Tensor = std::vector<double> Problem::*;

class CertifiedChannelInputs : public testing::TestWithParam<Tensor> {};

TEST_P(CertifiedChannelInputs, ConfineAnInfinityOrANanToWhatDependsOnIt) {
  for (const DType dtype : {DType::f16, DType::f32, DType::f64}) {
    for (const Mode mode : {Mode::training, Mode::evaluation}) {
      for (const double bad : {kInfinity, -kInfinity, std::nan("")}) {
        SCOPED_TRACE(std::string(to_string(dtype)) + " " + std::string(to_string(mode)));
        Problem problem = two_channels(dtype, mode);
        expect_confined(problem);
        (problem.*GetParam())[1] = bad;
        expect_confined(problem);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryTensor, CertifiedChannelInputs,
                         testing::Values(&Problem::x, &Problem::dy, &Problem::weight,
                                         &Problem::bias, &Problem::running_mean,
                                         &Problem::running_var));

TEST(CertifiedChannel, ConfinesAnInfiniteEpsAndMomentum) {
  for (const Mode mode : {Mode::training, Mode::evaluation}) {
    Problem problem = two_channels(DType::f32, mode);
    problem.eps = kInfinity;
    expect_confined(problem);
    problem.eps = 1;
    problem.momentum = std::nan("");
    expect_confined(problem);
  }
}

TEST(CertifiedChannel, KeepsTheSumOfDyWhereTheRunningStatisticsAreNoNumbers) {
  Problem problem = two_channels(DType::f32, Mode::evaluation);
  problem.running_mean[0] = std::nan("");
  EXPECT_EQ(CertifiedOracle().rounded_backward(problem).outputs.dbias[0], 0);
  problem.dy[0] = 7;
  EXPECT_EQ(CertifiedOracle().rounded_backward(problem).outputs.dbias[0], 6);
}

}  // namespace
}  // namespace bncheck::reference
