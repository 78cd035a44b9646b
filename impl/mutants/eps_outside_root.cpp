// Defect: eps is added to the standard deviation, outside the square root
// Seen in: Tencent/ncnn PR 311 (caught in review)
// Killed by: saved_statistics, training_output
// Cause: eps_misplaced
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EpsOutsideRoot : mutants::Kernel {
  double invstd(double variance) const override { return 1 / (std::sqrt(variance) + eps()); }
};

}  // namespace

BN_MUTANT(EpsOutsideRoot)
