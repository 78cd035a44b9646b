#include "grading/exactness.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/grading/fakes.h"

namespace bncheck::grading {
namespace {

Exactness of_y(const Fake& fake, DType dtype = DType::f32) {
  const Grading grading(fake, dtype);
  properties::Trial trial(grading.subject().court,
                          expand(shifted(grading.subject(), {4, 4, {16}}, 0.5)));
  return exactness_of_y(trial);
}

/// Moves every y away from its nearest number, by so many neighbours outwards.
Fake moved(int steps) {
  Fake fake = correctly_rounded();
  fake.spoil = [steps](const Problem&, Forward<double>& out) {
    for (double& y : out.y) {
      for (int i = 0; i < steps; ++i) y = double{std::nextafterf(static_cast<float>(y), 100.0F)};
    }
  };
  return fake;
}

TEST(Exactness, CountsNearestAndFaithfulValues) {
  EXPECT_TRUE(of_y(correctly_rounded()).all_nearest());
  EXPECT_EQ(of_y(correctly_rounded()).values, 256U);
  EXPECT_TRUE(of_y(correctly_rounded(), DType::f64).all_nearest());
  const Exactness next = of_y(moved(1));
  EXPECT_EQ(next.nearest, 0U);
  EXPECT_GT(next.faithful, 80U) << "about half: those that had been rounded down";
  EXPECT_LT(next.faithful, 176U);
  EXPECT_EQ(of_y(moved(2)).faithful, 0U);
}

TEST(Exactness, CountsNoInfinity) {
  Fake fake = correctly_rounded();
  fake.spoil = [](const Problem&, Forward<double>& out) { out.y[3] = INFINITY; };
  const Exactness exactness = of_y(fake);
  EXPECT_EQ(exactness.faithful, 255U);
  EXPECT_FALSE(exactness.all_faithful());
}

TEST(Exactness, LooksAtDxAndAtStatistics) {
  Fake fake = correctly_rounded();
  fake.spoil = [](const Problem&, Forward<double>& out) { out.running_mean[1] *= 1 + 0x1p-23; };
  fake.answer_backward = [right = fake.answer_backward](const Problem& problem) {
    Backward<double> out = right(problem);
    out.dx[9] *= 2;
    return out;
  };
  const Grading grading(fake);
  properties::Trial trial(grading.subject().court,
                          expand(shifted(grading.subject(), {4, 4, {16}}, 0.5)));
  EXPECT_EQ(exactness_of_statistics(trial).nearest, 15U);
  EXPECT_EQ(exactness_of_dx(trial).faithful, 255U);
}

}  // namespace
}  // namespace bncheck::grading
