// cuda-rounded on the device answers the bits of the plug-in cpu.
#include "tests/impl/cuda/gpu/gpu_test.h"
#include "tests/impl/cuda/rounded/answers.h"

namespace cuda {
namespace {

template <class T>
class GpuRounded : public GpuTypedTest<T> {};
TYPED_TEST_SUITE(GpuRounded, RoundedTypes);

/// What the plug-in plans for, few blocks, and pieces so small that there are many stretches.
std::vector<Machine> machines() {
  Machine few = whole_device(), small = whole_device();
  few.multiprocessors = 1;
  small.piece = 64;
  small.threads = 96;
  return {whole_device(), few, small};
}

TYPED_TEST(GpuRounded, BitsAreThoseOfCpu) {
  for (const Machine& machine : machines()) {
    RoundedOnDevice device(machine);
    for (const BatchShape& shape : kRoundedShapes) expect_bits_of_cpu<TypeParam>(shape, device);
    expect_bits_of_cpu<TypeParam>({9, 40, 1200}, device);
    expect_bits_of_cpu<TypeParam>({2, 3, 40000}, device);
  }
}

TYPED_TEST(GpuRounded, BitsOfTiesAreThoseOfCpu) {
  for (const Machine& machine : machines()) {
    RoundedOnDevice device(machine);
    expect_bits_of_cpu<TypeParam>({4, 40, 300}, device, Values::ties);
  }
}

/// What the tools of compute-sanitizer see: all kernels, on little.
template <class T>
class GpuSmallRounded : public GpuTypedTest<T> {};
TYPED_TEST_SUITE(GpuSmallRounded, RoundedTypes);

TYPED_TEST(GpuSmallRounded, BatchesHaveTheBitsOfCpu) {
  Machine machine = whole_device();
  machine.threads = 96;
  machine.piece = 64;
  RoundedOnDevice device(machine);
  expect_bits_of_cpu<TypeParam>({3, 24, 49}, device);
  expect_bits_of_cpu<TypeParam>({4, 5, 49}, device, Values::ties);
}

}  // namespace
}  // namespace cuda
