// Defect: the variance is the mean of squares less the squared mean, in double, though two passes
//   are declared
// Seen in: host code that trusts in wide sums: right for float, wrong for double
// Killed by: saved_statistics, shift
// Cause: one_pass_variance
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct OnePassInDouble : mutants::Kernel {
  double variance(const mutants::Values& x, double mean) const override {
    return std::max(0.0, mutants::dot(x, x) / m() - mean * mean);
  }
};

}  // namespace

BN_MUTANT(OnePassInDouble)
