// Defect: 1/sqrt is guessed from the bits of a float and improved by one Newton step only
// Seen in: fixed-point and embedded code, and vector units whose estimate of 1/sqrt is taken for
//   the root
// Killed by: saved_statistics, training_output
// Cause: precision_lost
#include <bit>
#include <cstdint>

#include "mutants/kernel/mutant.h"

namespace {

struct FastInverseRootOneStep : mutants::Kernel {
  static constexpr int kSteps = mutants::parameter(1, 2);

  double invstd(double variance) const override {
    const double v = variance + eps();
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(v));
    double root = std::bit_cast<float>(0x5f3759dfU - (bits >> 1));
    for (int step = 0; step < kSteps; ++step) root *= 1.5 - 0.5 * v * root * root;
    return root;
  }
};

}  // namespace

BN_MUTANT(FastInverseRootOneStep)
