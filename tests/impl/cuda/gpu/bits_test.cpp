// The device answers the bits of the same kernels on the CPU, whatever it is planned for.
#include <gmock/gmock.h>

#include <set>

#include "tests/impl/cuda/gpu/gpu_test.h"

namespace cuda {
namespace {

/// A few pieces with a part, units with a part; one piece; one value; channels for packs.
constexpr BatchShape kShapes[] = {{7, 5, 1200}, {3, 24, 1500}, {4, 70, 49}, {2, 3, 1}, {1, 9, 2}};

template <class T>
class GpuBits : public GpuTypedTest<T> {};
TYPED_TEST_SUITE(GpuBits, GpuTypes);

TYPED_TEST(GpuBits, AreThoseOfTheEmulationForAllOrdersOfMemoryAndAlignments) {
  OnDevice device(whole_device());
  for (const Operation operation : kOperations) {
    for (const BatchShape& shape : kShapes) {
      const std::vector<double> expected = emulated<TypeParam>(operation, shape);
      for (const Order order : {Order::channels_first, Order::channels_last, Order::spaced}) {
        for (const int offset : {0, 1}) {
          EXPECT_EQ(answer<TypeParam>(operation, shape, {order, offset, offset}, device), expected)
              << "operation " << static_cast<int>(operation) << ", " << shape.n << "x" << shape.c
              << "x" << shape.s << ", order " << static_cast<int>(order) << ", offset " << offset;
        }
      }
    }
  }
}

/// Leaves out the machines that the device cannot be.
std::vector<Machine> possible(std::vector<Machine> machines) {
  const Machine device = whole_device();
  std::erase_if(machines, [&](const Machine& machine) {
    return machine.shared_bytes > device.shared_bytes ||
           machine.largest_cluster > device.largest_cluster;
  });
  return machines;
}

/// Memory for a channel in one block, in clusters of 8 and of 2; for teams of a grid, and for none.
std::vector<Machine> machines() {
  const std::uint32_t piece = whole_device().piece;
  return possible({{1, 512, 1, 160 << 10, piece},
                   {64, 512, 8, 160 << 10, piece},
                   {64, 96, 2, 160 << 10, piece},
                   {8, 64, 1, 40 << 10, piece},
                   {16, 256, 1, 40 << 10, piece},
                   {1, 512, 1, 40 << 10, piece}});
}

TYPED_TEST(GpuBits, AreTheSameOnEveryMachineThatTheDeviceCanBe) {
  const BatchShape shape = {9, 5, 1200};
  for (const Operation operation : kOperations) {
    const std::vector<double> expected = emulated<TypeParam>(operation, shape);
    for (const Machine& machine : machines()) {
      for (const Order order : {Order::channels_first, Order::channels_last}) {
        OnDevice device(machine, nullptr, 3);
        EXPECT_EQ(answer<TypeParam>(operation, shape, {order}, device), expected)
            << "operation " << static_cast<int>(operation) << ", " << machine.multiprocessors
            << " multiprocessors, " << machine.shared_bytes << " bytes, order "
            << static_cast<int>(order);
      }
    }
  }
}

/// What the tools of compute-sanitizer see: all kernels, on little.
template <class T>
class GpuSmall : public GpuTypedTest<T> {};
TYPED_TEST_SUITE(GpuSmall, GpuTypes);

TYPED_TEST(GpuSmall, BatchesAreAnsweredByEveryMethod) {
  constexpr std::uint32_t kPiece = 64;
  for (const Machine& machine : possible({{1, 64, 1, 100 << 10, kPiece},
                                          {64, 64, 8, 100 << 10, kPiece},
                                          {2, 32, 2, 8 << 10, kPiece},
                                          {12, 96, 1, 6 << 10, kPiece},
                                          {1, 128, 1, 6 << 10, kPiece}})) {
    for (const Operation operation : kOperations) {
      for (const BatchShape& shape : {BatchShape{7, 5, 112}, BatchShape{3, 24, 112}}) {
        for (const Order order : {Order::channels_first, Order::channels_last}) {
          OnDevice device(machine);
          EXPECT_EQ(answer<TypeParam>(operation, shape, {order}, device),
                    emulated<TypeParam>(operation, shape, kPiece))
              << "operation " << static_cast<int>(operation) << ", " << machine.shared_bytes
              << " bytes, order " << static_cast<int>(order);
        }
      }
    }
  }
}

class Gpu : public GpuTest {};

TEST_F(Gpu, RunsByEveryMethod) {
  Buffer<float> x({9, 5, 1200}, Order::channels_first, 0);
  const Extent extent = *extent_of(x.view(), 1, whole_device().piece);
  std::set<Method> methods;
  bool clusters = false;
  for (const Machine& machine : machines()) {
    const Plan plan = layout_of(extent, machine, backward_needs(sizeof(float))).plan;
    methods.insert(plan.method);
    clusters |= plan.grid.cluster > 1;
  }
  EXPECT_THAT(methods, testing::ElementsAre(Method::cluster, Method::grid, Method::split));
  EXPECT_EQ(clusters, whole_device().largest_cluster > 1);
}

TEST_F(Gpu, AnswersEmptyBatches) {
  OnDevice device(whole_device());
  for (const Operation operation : kOperations) {
    for (const BatchShape& shape : {BatchShape{0, 3, 4}, BatchShape{3, 3, 0}}) {
      EXPECT_EQ(answer<float>(operation, shape, {}, device), emulated<float>(operation, shape))
          << "operation " << static_cast<int>(operation) << ", " << shape.n << "x" << shape.c << "x"
          << shape.s;
    }
  }
}

}  // namespace
}  // namespace cuda
