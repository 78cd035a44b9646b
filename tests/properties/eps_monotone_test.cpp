// Where var + eps may come out as 0 there is no budget, and F28 says nothing.
#include <gtest/gtest.h>

#include <cmath>

#include "core/case.h"
#include "reference/certified_oracle.h"
#include "reference/error_budget.h"
#include "tests/properties/test_court.h"

namespace bncheck::properties {
namespace {

/// Takes eps as a float, below whose squares var is, and answers 0 for 0/0.
class ZeroForZero : public TestImplementation {
 public:
  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    Problem seen = problem;
    seen.eps = round_to(DType::f32, problem.eps);
    auto outcome = TestImplementation::forward(seen, saved);
    if (seen.eps == 0) outcome.outputs.y.assign(problem.x.size(), 0);
    return outcome;
  }
};

/// Returns the verdict where var is 2^-198 and eps as given.
Verdict verdict_at(const std::string& eps) {
  ZeroForZero implementation;
  const reference::CertifiedOracle oracle;
  const reference::ErrorBudget error_model;
  const Court court{implementation, oracle, error_model, {}};
  Trial trial(court, expand(parse_case("f32 4x1 nchw training eps=" + eps +
                                       " momentum=0.1 weight=none bias=none running_mean=none "
                                       "running_var=none x=alternating*2^-99+0@0 "
                                       "dy=alternating*2^0+0@0")));
  return law("eps_monotone").check(trial).verdict;
}

TEST(EpsMonotone, SaysNothingWhereVarPlusEpsUnderflows) {
  // As a float 0x1p-151 is 0, and 4 times it the smallest number: 0 at first, then 2^-99/2^-74.5.
  EXPECT_EQ(verdict_at("0x1p-151"), Verdict::pass);
}

}  // namespace
}  // namespace bncheck::properties
