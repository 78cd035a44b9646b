// Bugs of every kind are found by the ordinary generator and end in the simplest case.
#include "tests/bncheck/runner/planted_bugs.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace bncheck::runner {
namespace {

TEST(PlantedBugs, EndInTheSimplestCase) {
  int tried = 0;
  for (const PlantedBug& bug : planted_bugs()) {
    const std::optional<Failure> failure = first_failure(bug);
    ASSERT_TRUE(failure) << bug.name << " is not found";
    std::printf("%-36s case %4d, %3d tried: %s\n", bug.name, static_cast<int>(failure->index),
                failure->tried, to_string(failure->shrunk).c_str());
    tried += failure->tried;
    EXPECT_EQ(to_string(failure->shrunk.shape), bug.simplest) << bug.name;
    EXPECT_EQ(failure->stopped_by, "") << bug.name;
  }
  std::printf("%zu bugs, %d cases tried\n", planted_bugs().size(), tried);
}

TEST(PlantedBugs, EndInTheSameCaseEachTime) {
  for (const PlantedBug& bug : planted_bugs()) {
    const std::optional<Failure> first = first_failure(bug);
    const std::optional<Failure> second = first_failure(bug);
    ASSERT_TRUE(first && second) << bug.name;
    EXPECT_EQ(to_string(first->shrunk), to_string(second->shrunk));
    EXPECT_EQ(first->tried, second->tried);
  }
}

}  // namespace
}  // namespace bncheck::runner
