// Defect: the maximum of the variance and 0 is 0 where the variance is NaN
// Seen in: kernels that clip by fmax, as CUDA and C have it
// Killed by: nothing: a variance is NaN only where x holds a NaN or an infinity, or the mean
//   overflows: then the mean is not finite, hence no y is, and save_invstd and running_var are
//   left open (X1, X2)
// Cause: special_values
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct VarianceNanTakenForZero : mutants::Kernel {
  double variance(const mutants::Values& x, double mean) const override {
    return std::fmax(Kernel::variance(x, mean), 0.0);
  }
};

}  // namespace

BN_MUTANT(VarianceNanTakenForZero)
