// Defect: dx is multiplied by sqrt(var + eps) where it must be divided by it
// Seen in: caches that hold the standard deviation for a backward that reads its inverse
// Killed by: backward_training
// Cause: saved_statistic_confused
#include "mutants/kernel/mutant.h"

namespace {

struct DxTimesStd : mutants::Kernel {
  double training_dx(double dy, double xhat, const mutants::Sums& sums,
                     const mutants::Affine& affine) const override {
    return Kernel::training_dx(dy, xhat, sums, affine) / (affine.invstd * affine.invstd);
  }
};

}  // namespace

BN_MUTANT(DxTimesStd)
