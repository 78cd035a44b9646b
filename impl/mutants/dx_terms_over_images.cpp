// Defect: the terms of dx are divided by the number of images, not by that of all values of the
//   channel
// Seen in: code for (N, C) that was extended to spatial axes, where shape[0] stayed the count
// Killed by: backward_training
// Cause: backward_wrong_factor
#include "mutants/kernel/mutant.h"

namespace {

struct DxTermsOverImages : mutants::Kernel {
  double training_dx(double dy, double xhat, const mutants::Sums& sums,
                     const mutants::Affine& affine) const override {
    return affine.weight * affine.invstd * (dy - sums.dbias / n() - xhat * (sums.dweight / n()));
  }
};

}  // namespace

BN_MUTANT(DxTermsOverImages)
