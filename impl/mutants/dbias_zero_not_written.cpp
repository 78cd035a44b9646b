// Defect: where a sum is 0 its dbias is not written
// Seen in: skipping of what is 0, on the belief that buffers begin as 0
// Killed by: execution
// Cause: output_not_written
#include "mutants/kernel/mutant.h"

namespace {

struct DbiasZeroNotWritten : mutants::Kernel {
  double answered_dbias(const mutants::Sums& sums,
                        const mutants::Affine& /*affine*/) const override {
    return sums.dbias != 0 ? sums.dbias : parameter_or(backward_args().dbias, 0);
  }
};

}  // namespace

BN_MUTANT(DbiasZeroNotWritten)
