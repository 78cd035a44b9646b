// Where an honest grouping of the operations overflows, no claim may be made.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/case.h"
#include "reference/error_budget.h"
#include "reference/precise_oracle.h"

namespace bncheck {
namespace {

constexpr double kNoClaim = std::numeric_limits<double>::infinity();

/// A training case of one channel in f32 without parameters.
Problem one_channel(const std::string& m, const std::string& x, const std::string& dy) {
  return expand(parse_case("f32 " + m +
                           "x1 nchw training eps=1 momentum=1 weight=1 bias=0 running_mean=none "
                           "running_var=none x=" +
                           x + " dy=" + dy));
}

double invstd_budget(const Problem& problem, VarianceAlgorithm variance) {
  Contract contract = default_contract(DType::f32);
  contract.variance = variance;
  const Statistics<Ball> exact = reference::PreciseOracle().statistics(problem);
  return reference::ErrorBudget()
      .forward(problem, contract, Dialect(), exact)
      .save_invstd.radius.front();
}

TEST(ErrorBudgetOverflow, ClaimsNothingWhereTheSquareOfAOnePassSumOverflows) {
  // (sum x)^2 / m of 100 values near 2^59 is 100 * 2^118, but (sum x)^2 is beyond 2^128 on the way.
  const auto problem = [](const char* scale) {
    return one_channel("100", std::string("alternating*2^55+") + scale + "@0", "constant*2^0+0@0");
  };
  const Problem large = problem("0x1p+59");
  float sum = 0;
  float squares = 0;
  for (double x : large.x) {
    sum += static_cast<float>(x);
    squares += static_cast<float>(x) * static_cast<float>(x);
  }
  EXPECT_TRUE(std::isfinite(sum) && std::isfinite(squares) && std::isinf(sum * sum));
  EXPECT_EQ(invstd_budget(large, VarianceAlgorithm::one_pass), kNoClaim);
  EXPECT_LT(invstd_budget(large, VarianceAlgorithm::two_pass), kNoClaim);
  EXPECT_LT(invstd_budget(problem("0x1p+55"), VarianceAlgorithm::one_pass), kNoClaim);
}

TEST(ErrorBudgetOverflow, ClaimsNothingOfDxWhereMTimesDyOverflows) {
  // dx = invstd / m * (m*dy - sum dy - xhat * ...): m*dy is 101 * 2^124, all else stays below
  // 2^128.
  const auto dx_budget = [](const char* dy) {
    const Problem problem = one_channel("101", "alternating*2^0+0@0[0=0]",
                                        "constant*2^0+0@0[0=" + std::string(dy) + "]");
    const Statistics<Ball> exact = reference::PreciseOracle().statistics(problem);
    return reference::ErrorBudget()
        .backward(problem, default_contract(DType::f32), exact)
        .dx.radius.front();
  };
  EXPECT_EQ(dx_budget("0x1p+124"), kNoClaim);
  EXPECT_LT(dx_budget("0x1p+118"), kNoClaim);
}

/// All budgets of the first channel, or of the second.
std::vector<double> budgets_of_channel(const Problem& problem, std::size_t channel) {
  const Statistics<Ball> exact = reference::PreciseOracle().statistics(problem);
  const reference::ErrorBudget model;
  const Contract contract = default_contract(problem.dtype);
  const auto forward = model.forward(problem, contract, Dialect(), exact);
  const auto backward = model.backward(problem, contract, exact);
  std::vector<double> radii;
  for (const Budget* each :
       {&forward.y, &forward.save_mean, &forward.save_invstd, &forward.running_mean,
        &forward.running_var, &backward.dx, &backward.dweight, &backward.dbias}) {
    // Elements lie in rows of two channels; so do single values.
    for (std::size_t i = channel; i < each->radius.size(); i += 2) radii.push_back(each->radius[i]);
  }
  return radii;
}

TEST(ErrorBudgetOverflow, ClaimsNothingOfAChannelThatHoldsNoNumber) {
  for (const char* mode : {"training", "evaluation"}) {
    for (const char* value : {"nan", "inf", "-inf"}) {
      const std::string poison = std::string("[1=") + value + "]";
      const std::string start = std::string("f32 4x2 nchw ") + mode +
                                " eps=1 momentum=0.5 weight=1 bias=0 running_mean=0 running_var=1 "
                                "x=ramp*2^0+0@0";
      const Problem in_x = expand(parse_case(start + poison + "|ramp*2^0+0@0 dy=ramp*2^0+0@0"));
      for (const double radius : budgets_of_channel(in_x, 0)) EXPECT_EQ(radius, kNoClaim);
      for (const double radius : budgets_of_channel(in_x, 1)) EXPECT_LT(radius, 1e-3);
      const Problem in_dy =
          expand(parse_case(start + " dy=ramp*2^0+0@0" + poison + "|ramp*2^0+0@0"));
      EXPECT_EQ(budgets_of_channel(in_dy, 0).back(), kNoClaim);  // dbias
      EXPECT_LT(budgets_of_channel(in_dy, 0).front(), 1e-3);     // y
      for (const double radius : budgets_of_channel(in_dy, 1)) EXPECT_LT(radius, 1e-3);
    }
  }
}

}  // namespace
}  // namespace bncheck
