// The kernels on machines of all kinds: what they answer follows from the shape and the values.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/impl/cuda/batch.h"

namespace cuda {
namespace {

constexpr std::uint32_t kPiece = 64;

/// Memory for everything in one block; clusters of 8 and of 2; teams of a grid; and too little for
/// any of these.
const std::vector<Machine>& machines() {
  static const std::vector<Machine> kMachines = {{1, 64, 1, 1 << 20, kPiece},
                                                 {64, 64, 8, 1 << 20, kPiece},
                                                 {2, 32, 2, 8 << 10, kPiece},
                                                 {12, 96, 1, 6 << 10, kPiece},
                                                 {1, 128, 1, 6 << 10, kPiece}};
  return kMachines;
}

template <class T>
class Kernels : public testing::Test {};
using Types = testing::Types<Float16, BFloat16, float, double>;
TYPED_TEST_SUITE(Kernels, Types);

/// 13 pieces, the last one a part, and units of channels of which the last one is a part.
constexpr BatchShape kRows = {7, 5, 112}, kPacked = {7, 24, 112};

/// Compares the answers of all machines, and of all orders of memory.
template <class Answer>
void expect_one_answer(const Answer& answer) {
  EmulatedLauncher ample(machines().front(), {});
  for (const BatchShape& shape : {kRows, kPacked}) {
    const std::vector<double> expected = answer(shape, Placement(), ample);
    for (const Machine& machine : machines()) {
      for (const Order order : {Order::channels_first, Order::channels_last, Order::spaced}) {
        for (const int offset : {0, 1}) {
          EmulatedLauncher launcher(machine, {7, 0.01});
          EXPECT_EQ(answer(shape, Placement{order, offset, 1}, launcher), expected)
              << machine.shared_bytes << " bytes, order " << static_cast<int>(order) << ", offset "
              << offset << ", " << shape.c << " channels";
        }
      }
    }
  }
}

TYPED_TEST(Kernels, TrainTheSameOnAllMachinesAndInAllOrdersOfMemory) {
  expect_one_answer(
      [](const BatchShape& shape, const Placement& place, EmulatedLauncher& launcher) {
        return forward<TypeParam>(shape, place, BN_TRAINING, launcher);
      });
}

TYPED_TEST(Kernels, EvaluateTheSameOnAllMachinesAndInAllOrdersOfMemory) {
  expect_one_answer(
      [](const BatchShape& shape, const Placement& place, EmulatedLauncher& launcher) {
        return forward<TypeParam>(shape, place, BN_EVAL, launcher);
      });
}

TYPED_TEST(Kernels, DifferentiateTheSameOnAllMachinesAndInAllOrdersOfMemory) {
  for (const bn_mode mode : {BN_TRAINING, BN_EVAL}) {
    expect_one_answer(
        [mode](const BatchShape& shape, const Placement& place, EmulatedLauncher& launcher) {
          return backward<TypeParam>(shape, place, mode, launcher);
        });
  }
}

/// The machines are what they are said to be.
TEST(Kernels, RunByEveryMethod) {
  Buffer<float> x(kRows, Order::channels_first, 0);
  const Extent extent = *extent_of(x.view(), 1, kPiece);
  std::vector<int> blocks;
  std::vector<Method> methods;
  for (const Machine& machine : machines()) {
    const Plan plan = layout_of(extent, machine, backward_needs(sizeof(float))).plan;
    blocks.push_back(plan.team.blocks);
    methods.push_back(plan.method);
  }
  EXPECT_THAT(blocks, testing::ElementsAre(1, 8, 2, 2, 1));
  EXPECT_THAT(methods, testing::ElementsAre(Method::cluster, Method::cluster, Method::cluster,
                                            Method::grid, Method::split));
}

}  // namespace
}  // namespace cuda
