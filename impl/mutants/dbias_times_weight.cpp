// Defect: dbias is multiplied by weight
// Seen in: kernels that scale dy by weight before all sums
// Killed by: backward_training, gradient_independence
// Cause: dbias_wrong
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct DbiasTimesWeight : mutants::Kernel {
  static constexpr double kPower = mutants::parameter(1.0, 2.0);

  double answered_dbias(const mutants::Sums& sums, const mutants::Affine& affine) const override {
    return sums.dbias * std::pow(affine.weight, kPower);
  }
};

}  // namespace

BN_MUTANT(DbiasTimesWeight)
