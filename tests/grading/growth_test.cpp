#include "grading/growth.h"

#include <gtest/gtest.h>

#include "tests/grading/fakes.h"

namespace bncheck::grading {
namespace {

Growth grown(const Fake& fake, DType dtype = DType::f32) {
  const Grading grading(fake, dtype);
  Growth growth;
  for (const std::int64_t m : kCounts) {
    properties::Trial trial(grading.subject().court,
                            expand(constant_channels(grading.subject(), m)));
    add_mean_error(growth, trial);
  }
  return growth;
}

TEST(Growth, SeesChains) {
  const Growth growth = grown(honest(Formats::single));
  EXPECT_GT(mean_slope(growth), 0.9);
  EXPECT_GT(growth.errors.back(), 20000) << "about a quarter of m: half a unit a step";
  EXPECT_GT(mean_slope(grown(honest(Formats::f64), DType::f64)), 0.9);
}

TEST(Growth, SeesNoneInTreesAndWideSums) {
  EXPECT_LT(mean_slope(grown(honest(Formats::single, {.pairwise = true}))), 0.1);
  EXPECT_LT(mean_slope(grown(honest(Formats::double_sums))), 0.1);
  EXPECT_LT(mean_slope(grown(correctly_rounded())), 0.1);
}

}  // namespace
}  // namespace bncheck::grading
