// Defect: momentum weighs the old value in running_var, but the new batch in running_mean
// Seen in: two lines of an update of which one was corrected
// Killed by: running_statistics, running_extremes
// Cause: momentum_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct MomentumOfOldInOne : mutants::Kernel {
  static constexpr bool kOfMean = mutants::parameter(false, true);

  double running_mean(double old, const mutants::Batch& batch) const override {
    return kOfMean ? momentum() * old + (1 - momentum()) * batch.mean
                   : Kernel::running_mean(old, batch);
  }
  double running_var(double old, const mutants::Batch& batch) const override {
    const double unbiased = batch.variance * m() / (m() - 1);
    return kOfMean ? Kernel::running_var(old, batch)
                   : momentum() * old + (1 - momentum()) * unbiased;
  }
};

}  // namespace

BN_MUTANT(MomentumOfOldInOne)
