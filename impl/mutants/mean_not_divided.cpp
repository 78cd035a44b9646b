// Defect: the mean is the sum, not divided by m
// Seen in: kernels in two parts, the sum and what finishes it, where the second part is left out
// Killed by: saved_statistics, normalized_mean
// Cause: mean_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct MeanNotDivided : mutants::Kernel {
  double mean(const mutants::Values& x) const override { return mutants::sum(x); }
};

}  // namespace

BN_MUTANT(MeanNotDivided)
