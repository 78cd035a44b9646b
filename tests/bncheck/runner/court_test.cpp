#include "bncheck/runner/court.h"

#include <gtest/gtest.h>

#include "core/case.h"
#include "tests/properties/test_court.h"

namespace bncheck::runner {
namespace {

TEST(Court, SitsWithTheImplementationTheDialectAndTheTruth) {
  properties::TestImplementation implementation;
  const properties::Court court = court_for(implementation, parse_dialect("keras3"));
  EXPECT_EQ(&court.implementation, &implementation);
  EXPECT_EQ(court.dialect.name, "keras3");
  const Problem problem = expand(parse_case(
      "f64 3x1 nchw training eps=2 momentum=1 weight=none bias=none running_mean=0 running_var=1 "
      "x=ramp*2^0+0@0 dy=constant*2^0+1@0"));
  // x = 0, 1, 2 with mean 1 and var 2/3; keras3 tracks the variance over m.
  const Statistics<Ball> truth = court.oracle.statistics(problem);
  EXPECT_TRUE(truth.mean[0].contains(1));
  EXPECT_TRUE((truth.var[0] * Ball(3)).contains(2));
  const Forward<Ball> forward = court.oracle.forward(problem, court.dialect);
  EXPECT_TRUE((forward.running_var[0] * Ball(3)).contains(2));
  EXPECT_TRUE(forward.save_mean.empty());
}

/// Both oracles are near the truth, and not the same.
TEST(Court, AsksTheOracleThatIsSaid) {
  properties::TestImplementation implementation;
  const auto invstd = [&] {
    const properties::Court court = court_for(implementation, parse_dialect("pytorch"));
    const Problem problem = expand(parse_case(
        "f64 3x1 nchw training eps=2 momentum=1 weight=none bias=none running_mean=0 running_var=1 "
        "x=ramp*2^0+0@0 dy=constant*2^0+1@0"));
    return court.oracle.statistics(problem).invstd[0];
  };
  const Ball certified = invstd();
  ask(Truth::precise);
  const Ball precise = invstd();
  ask(Truth::certified);
  EXPECT_TRUE((certified - precise).contains(0));
  EXPECT_NE(certified.radius, precise.radius);
}

}  // namespace
}  // namespace bncheck::runner
