#include "properties/generators/simpler_number.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace bncheck::properties::generators {
namespace {

TEST(SimplerNumbers, AreAllSimplerAndInOrder) {
  for (double value : {3.7, -0x1.921fb6p+1, 0x1p-140, 1e300, -1.0, 12345678.0}) {
    int before = -1;
    for (double each : simpler_numbers(value)) {
      EXPECT_LT(complexity(each), complexity(value)) << value << " -> " << each;
      EXPECT_LE(before, complexity(each));
      before = complexity(each);
    }
  }
}

TEST(SimplerNumbers, StartAtZeroAndOne) {
  const std::vector<double> simpler = simpler_numbers(3.7);
  EXPECT_EQ(simpler[0], 0);
  EXPECT_EQ(simpler[1], 1);
  EXPECT_TRUE(std::find(simpler.begin(), simpler.end(), 3) != simpler.end());
}

TEST(SimplerNumbers, ReplaceWhatIsNotFinite) {
  for (double value : {HUGE_VAL, -HUGE_VAL, std::nan("")}) {
    EXPECT_EQ(simpler_numbers(value), (std::vector<double>{0, 1}));
    EXPECT_GT(complexity(value), complexity(-0x1.fffffffffffffp+1023));
  }
}

TEST(SimplerNumbers, EndAtZero) {
  EXPECT_TRUE(simpler_numbers(0).empty());
  EXPECT_EQ(simpler_numbers(1), std::vector<double>{0});
}

}  // namespace
}  // namespace bncheck::properties::generators
