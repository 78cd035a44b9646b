// Defect: dweight is sum(dy * (x - mean)), without invstd
// Seen in: kernels that return the dot product that dx needs as it is
// Killed by: backward_training
// Cause: dweight_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DweightWithoutInvstd : mutants::Kernel {
  double answered_dweight(const mutants::Sums& sums, const mutants::Affine& affine) const override {
    return sums.dweight / affine.invstd;
  }
};

}  // namespace

BN_MUTANT(DweightWithoutInvstd)
