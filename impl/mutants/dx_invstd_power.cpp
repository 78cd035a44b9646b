// Defect: dx is scaled by a power of invstd, as if one of its factors were counted again
// Seen in: backward passes that chain d(xhat)/dx onto a dy that was scaled already
// Killed by: backward_training
// Cause: backward_wrong_factor
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct DxInvstdPower : mutants::Kernel {
  static constexpr double kMore = mutants::parameter(1.0, 2.0);

  double training_dx(double dy, double xhat, const mutants::Sums& sums,
                     const mutants::Affine& affine) const override {
    return Kernel::training_dx(dy, xhat, sums, affine) * std::pow(affine.invstd, kMore);
  }
};

}  // namespace

BN_MUTANT(DxInvstdPower)
