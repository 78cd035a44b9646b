// Defect: dweight is multiplied by weight once more
// Seen in: kernels that scale dy by weight before all sums
// Killed by: backward_training, gradient_independence
// Cause: dweight_wrong
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct DweightTimesWeight : mutants::Kernel {
  static constexpr double kPower = mutants::parameter(1.0, 2.0);

  double answered_dweight(const mutants::Sums& sums, const mutants::Affine& affine) const override {
    return sums.dweight * std::pow(affine.weight, kPower);
  }
};

}  // namespace

BN_MUTANT(DweightTimesWeight)
