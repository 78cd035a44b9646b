// Defect: dweight has the wrong sign
// Seen in: kernels that keep mean - x for the sums
// Killed by: backward_training
// Cause: dweight_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DweightNegated : mutants::Kernel {
  double answered_dweight(const mutants::Sums& sums,
                          const mutants::Affine& /*affine*/) const override {
    return -sums.dweight;
  }
};

}  // namespace

BN_MUTANT(DweightNegated)
