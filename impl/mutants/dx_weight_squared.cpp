// Defect: weight enters dx once more than it should: as the gradient of xhat, and again as a
//   factor of the whole
// Seen in: fused kernels that scale dy before the sums and dx after them
// Killed by: backward_training
// Cause: backward_wrong_factor
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct DxWeightSquared : mutants::Kernel {
  static constexpr double kMore = mutants::parameter(1.0, 2.0);

  double training_dx(double dy, double xhat, const mutants::Sums& sums,
                     const mutants::Affine& affine) const override {
    return std::pow(affine.weight, kMore) * Kernel::training_dx(dy, xhat, sums, affine);
  }
};

}  // namespace

BN_MUTANT(DxWeightSquared)
