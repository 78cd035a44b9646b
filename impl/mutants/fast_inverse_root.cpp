// Defect: 1/sqrt is guessed from the bits of a float, without a Newton step
// Seen in: fixed-point and embedded code that knows the trick by its magic number
// Killed by: saved_statistics, training_output
// Cause: precision_lost
#include <bit>
#include <cstdint>

#include "mutants/kernel/mutant.h"

namespace {

struct FastInverseRoot : mutants::Kernel {
  static constexpr std::uint32_t kMagic = mutants::parameter(0x5f3759df, 0x5f375a86);

  double invstd(double variance) const override {
    const auto argument = static_cast<float>(variance + eps());
    return std::bit_cast<float>(kMagic - (std::bit_cast<std::uint32_t>(argument) >> 1));
  }
};

}  // namespace

BN_MUTANT(FastInverseRoot)
