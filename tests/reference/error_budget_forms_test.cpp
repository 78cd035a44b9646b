// What exact sums and folded slopes may do, which the emulations of error_budget_test do not.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "core/case.h"
#include "reference/error_budget.h"
#include "reference/precise_oracle.h"

namespace bncheck {
namespace {

/// A training case of one channel in f32 without parameters.
Problem one_channel(const std::string& rest) {
  return expand(
      parse_case("f32 3x1 nchw training eps=1e-05 momentum=1 weight=1 bias=0 "
                 "running_mean=none running_var=none " +
                 rest));
}

ErrorModel::BackwardBudget budget_of(const Problem& problem, const Contract& contract) {
  const Statistics<Ball> exact = reference::PreciseOracle().statistics(problem);
  return reference::ErrorBudget().backward(problem, contract, exact);
}

TEST(ErrorBudgetExactSum, IsRoundedOnceInProportionToItself) {
  // dbias = 3 * 2^-24, and 1 + 2^-24: the former is a float, which a small budget must not exceed
  // by much; the latter is not.
  Contract contract = default_contract(DType::f32);
  contract.summation = Summation::exact;
  const auto budget = [&](const char* dy) {
    const Problem problem = one_channel(std::string("x=ramp*2^0+0@0 dy=constant*2^0+0@0") + dy);
    return budget_of(problem, contract).dbias.radius.front();
  };
  EXPECT_GE(budget("[0=1,1=0x1p-24]"), 0x1p-24);
  EXPECT_LE(budget("[0=1,1=-1,2=0x1p-24]"), 0x1p-47);
}

TEST(ErrorBudgetFolded, CoversASlopeThatUnderflowsTimesTheMean) {
  const Problem problem =
      one_channel("x=constant*2^0+0@0[1=0x1p+57] dy=constant*2^0+0@0[1=0x1p-20]");
  // xhat is -1/sqrt(2), sqrt(2), -1/sqrt(2), and dx is 0 but for eps.
  const float mean = 0x1p+57F / 3, invstd = 3 / (0x1p+57F * std::sqrt(2.0F));
  const float product = 0x1p-20F * std::sqrt(2.0F) / 3;
  const float p = -(invstd * invstd) * product;
  EXPECT_FALSE(std::isnormal(p));
  const float dx = -(p * mean) - invstd * (0x1p-20F / 3);
  Contract contract = default_contract(DType::f32);
  contract.apply = ApplyForm::folded;
  EXPECT_GE(budget_of(problem, contract).dx.radius.front(), std::fabs(dx));
}

/// The budget of dx[0] for x = 0, `largest`, 0 and dy = 0, 1, 0, as XLA computes.
double flushed_budget(const std::string& largest) {
  Contract contract = default_contract(DType::f32);
  contract.apply = ApplyForm::direct;
  contract.flushes_subnormals = true;
  const Problem problem =
      one_channel("x=constant*2^0+0@0[1=" + largest + "] dy=constant*2^0+0@0[1=1]");
  return budget_of(problem, contract).dx.radius.front();
}

TEST(ErrorBudgetFlushing, CoversASlopeMadeWithHalfTheCubeOfInvstd) {
  // invstd = 3 / (sqrt(2) * largest). With 0x1p43 half its cube is 0.6 times the smallest normal
  // number, and flushed: dx lacks invstd * xhat * mean(dy * xhat), in size invstd / sqrt(2) *
  // sqrt(2) / 3. With 0x1p42 half the cube is 4.8 times that number, and nothing is lost.
  for (const char* largest : {"0x1p+43", "0x1p+44", "0x1p+50"}) {
    const double invstd = 3 / (std::sqrt(2.0) * std::strtod(largest, nullptr));
    EXPECT_GE(flushed_budget(largest), invstd / 3) << largest;
  }
  EXPECT_LE(flushed_budget("0x1p+42"), 0x1p-42 * 0x1p-16);
}

TEST(ErrorBudgetFlushing, CoversAGradientThatIsLoadedAsZero) {
  Problem problem = one_channel("x=ramp*2^0+0@0 dy=constant*2^0+0@0[0=0x1p-127]");
  problem.mode = Mode::evaluation;
  problem.running_mean = {64};
  problem.running_var = {1};
  Contract contract = default_contract(DType::f32);
  contract.flushes_subnormals = true;
  const double lost = 0x1p-127 * 64 / std::sqrt(1 + problem.eps);  // all of dweight: x[0] is 0
  EXPECT_EQ(problem.x[0], 0);
  EXPECT_GE(budget_of(problem, contract).dweight.radius.front(), lost);
}

}  // namespace
}  // namespace bncheck
