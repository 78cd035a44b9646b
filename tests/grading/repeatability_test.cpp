#include "grading/repeatability.h"

#include <gtest/gtest.h>

#include "tests/grading/fakes.h"

namespace bncheck::grading {
namespace {

Repeatability measured(const Fake& fake) {
  const Grading grading(fake);
  return measure_repeatability(grading.subject()).value_or(Repeatability{});
}

TEST(Repeatability, IsSeen) {
  const Repeatability good = measured(correctly_rounded());
  EXPECT_TRUE(good.repeats);
  EXPECT_TRUE(good.any_threads);
}

TEST(Repeatability, MissesABitThatChanges) {
  Fake fake = correctly_rounded();
  fake.spoil = [calls = 0](const Problem&, Forward<double>& out) mutable {
    if (++calls == 5) out.running_var.back() *= 1 + 0x1p-23;
  };
  EXPECT_FALSE(measured(fake).repeats);
}

TEST(Repeatability, MissesABitThatDependsOnThreads) {
  Fake fake = correctly_rounded();
  fake.spoil = [](const Problem& problem, Forward<double>& out) {
    if (problem.manner.threads == 3) out.y[7] *= 1 + 0x1p-23;
  };
  const Repeatability found = measured(fake);
  EXPECT_TRUE(found.repeats);
  EXPECT_FALSE(found.any_threads);
}

TEST(Repeatability, LooksAtGradients) {
  Fake fake = correctly_rounded();
  fake.answer_backward = [right = fake.answer_backward, calls = 0](const Problem& problem) mutable {
    Backward<double> out = right(problem);
    out.dx[0] = ++calls;
    return out;
  };
  EXPECT_FALSE(measured(fake).repeats);
}

}  // namespace
}  // namespace bncheck::grading
