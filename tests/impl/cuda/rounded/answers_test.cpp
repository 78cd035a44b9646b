// The correctly rounded kernels, on machines of all kinds, have the bits of the plug-in cpu.
#include "tests/impl/cuda/rounded/answers.h"

#include <algorithm>

namespace cuda {
namespace {

constexpr std::uint32_t kPiece = 64;

/// Ample memory, many small blocks, and one block for all.
const std::vector<Machine>& machines() {
  static const std::vector<Machine> kMachines = {
      {4, 64, 8, 1 << 20, kPiece}, {12, 96, 1, 6 << 10, kPiece}, {1, 128, 1, 6 << 10, kPiece}};
  return kMachines;
}

template <class T>
class RoundedBits : public testing::Test {};
TYPED_TEST_SUITE(RoundedBits, RoundedTypes);

TYPED_TEST(RoundedBits, AreThoseOfCpu) {
  for (const Machine& machine : machines()) {
    Rounded<EmulatedLauncher> rounded = {{machine, {7, 0.01}}};
    for (const BatchShape& shape : kRoundedShapes) expect_bits_of_cpu<TypeParam>(shape, rounded);
  }
}

TYPED_TEST(RoundedBits, OfTiesAreThoseOfCpu) {
  for (const Machine& machine : machines()) {
    Rounded<EmulatedLauncher> rounded = {{machine, {7, 0.01}}};
    expect_bits_of_cpu<TypeParam>({4, 5, 49}, rounded, Values::ties);
  }
}

/// The ties are ties: away from 1 + 2u, u being half of the last digit, and towards 1.
TYPED_TEST(RoundedBits, OfTiesAreRoundedToEven) {
  OnCpu cpu;
  const double u = Setting<TypeParam>(Values::ties).bias;
  const auto y = forward<TypeParam>({4, 1, 1}, {}, BN_TRAINING, cpu, Values::ties);
  EXPECT_EQ(y[0], 1 + 4 * u);
  EXPECT_EQ(y[1], -1);
  const auto dx = backward<TypeParam>({4, 1, 1}, {}, BN_TRAINING, cpu, Values::ties);
  EXPECT_EQ(dx[0], 3 + 8 * u);
  EXPECT_EQ(dx[3], -3 - 8 * u);
}

}  // namespace
}  // namespace cuda
