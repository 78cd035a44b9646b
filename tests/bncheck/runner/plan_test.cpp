#include "bncheck/runner/plan.h"

#include <gtest/gtest.h>

namespace bncheck::runner {
namespace {

TEST(Plan, EndsEveryBlockWithAClimb) {
  EXPECT_FALSE(unit_of(0).climbs);
  EXPECT_FALSE(unit_of(191).climbs);
  for (std::uint64_t index = 192; index < 256; ++index) {
    EXPECT_TRUE(unit_of(index).climbs);
    EXPECT_EQ(unit_of(index).first, 192U);
    EXPECT_EQ(unit_of(index).end(), 256U);
  }
  EXPECT_EQ(unit_of(256).first, 256U);
  EXPECT_EQ(unit_of(256 + 200).first, 256U + 192U);
}

TEST(Shard, GivesEveryCaseToOneShardAndUnitsWhole) {
  for (std::uint64_t count : {1, 2, 3, 7, 100}) {
    for (std::uint64_t index = 0; index < 1100; ++index) {
      const Unit unit = unit_of(index);
      std::uint64_t owners = 0;
      for (std::uint64_t number = 1; number <= count; ++number) {
        if (Shard{number, count}.has(unit)) ++owners;
      }
      EXPECT_EQ(owners, 1U);
      EXPECT_TRUE((Shard{owner_of(index, count), count}.has(unit)));
    }
  }
}

TEST(Shard, CountsItsPartOfAnyNumberOfCases) {
  for (std::uint64_t count : {1, 2, 3, 7, 100}) {
    for (std::uint64_t number = 1; number <= count; ++number) {
      const Shard shard{number, count};
      std::uint64_t own = 0;
      for (std::uint64_t cases = 0; cases < 1100; ++cases) {
        EXPECT_EQ(shard.part_of(cases), own) << number << "/" << count << " of " << cases;
        if (shard.has(unit_of(cases))) ++own;
      }
    }
  }
}

}  // namespace
}  // namespace bncheck::runner
