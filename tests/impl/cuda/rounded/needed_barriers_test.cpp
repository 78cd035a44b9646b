// Every barrier of the correctly rounded kernels is needed, and missed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/impl/cuda/idle_barriers.h"
#include "tests/impl/cuda/rounded/rounded_launcher.h"

namespace cuda {
namespace {

/// Stretches of a block come one after the other: there are more channels than blocks. Packs are
/// moved: otherwise the thread that leaves a value open would also be the one that decides it.
constexpr BatchShape kShape = {4, 24, 28};
const std::vector<Machine> kMachines = {{1, 64, 1, 1 << 20, 32}, {2, 96, 1, 6 << 10, 32}};

Answer rounded_answer(Operation operation) {
  return [=](HastyLauncher& launcher) {
    Rounded<HastyLauncher&> rounded = {launcher};
    return answer<float>(operation, kShape, {}, rounded, Values::ties);
  };
}

TEST(RoundedBarriers, OfForwardAreAllNeeded) {
  EXPECT_THAT(idle_barriers(kMachines, {rounded_answer(Operation::training),
                                        rounded_answer(Operation::evaluation)}),
              testing::IsEmpty());
}

TEST(RoundedBarriers, OfBackwardAreAllNeeded) {
  EXPECT_THAT(idle_barriers(kMachines, {rounded_answer(Operation::training_gradients),
                                        rounded_answer(Operation::evaluation_gradients)}),
              testing::IsEmpty());
}

}  // namespace
}  // namespace cuda
