// Defect: backward takes save_invstd for the variance, and computes the inverse root of it
// Seen in: pytorch/pytorch PR 94351 (the other way round: the variance was saved)
// Killed by: backward_training
// Cause: saved_statistic_confused
#include "mutants/kernel/mutant.h"

namespace {

struct BackwardInvstdTakenForVariance : mutants::Kernel {
  mutants::Affine backward_affine(const mutants::Values& x) const override {
    mutants::Affine affine = Kernel::backward_affine(x);
    if (trains()) affine.invstd = invstd(affine.invstd);
    return affine;
  }
};

}  // namespace

BN_MUTANT(BackwardInvstdTakenForVariance)
