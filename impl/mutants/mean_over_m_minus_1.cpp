// Defect: the mean is the sum over m - 1
// Seen in: slips where one count serves the mean and the unbiased variance
// Killed by: saved_statistics, normalized_mean
// Cause: mean_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct MeanOverMMinus1 : mutants::Kernel {
  double mean(const mutants::Values& x) const override {
    return mutants::sum(x) / (m() + mutants::parameter(-1, 1));
  }
};

}  // namespace

BN_MUTANT(MeanOverMMinus1)
