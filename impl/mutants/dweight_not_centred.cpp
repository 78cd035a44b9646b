// Defect: dweight is sum(dy * x) * invstd: x is not centred
// Seen in: backward passes tested with inputs of mean 0 alone
// Killed by: backward_training, gradient_of_constant
// Cause: dweight_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DweightNotCentred : mutants::Kernel {
  double answered_dweight(const mutants::Sums& sums, const mutants::Affine& affine) const override {
    return sums.dweight + affine.mean * affine.invstd * sums.dbias;
  }
};

}  // namespace

BN_MUTANT(DweightNotCentred)
