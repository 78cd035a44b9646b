// Defect: dx misses the term mean(dy), as if the mean did not move with x
// Seen in: facebookresearch/CrypTen issue 143
// Killed by: backward_training, gradient_sum
// Cause: backward_missing_term
#include "mutants/kernel/mutant.h"

namespace {

struct DxWithoutMeanTerm : mutants::Kernel {
  double training_dx(double dy, double xhat, const mutants::Sums& sums,
                     const mutants::Affine& affine) const override {
    return affine.weight * affine.invstd * (dy - xhat * (sums.dweight / m()));
  }
};

}  // namespace

BN_MUTANT(DxWithoutMeanTerm)
