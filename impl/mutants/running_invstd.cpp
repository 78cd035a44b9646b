// Defect: running_var tracks invstd
// Seen in: a variable called var that holds an inverse standard deviation (onnxruntime issue
//   7622)
// Killed by: running_independence, running_statistics, running_extremes
// Cause: running_wrong_statistic
#include "mutants/kernel/mutant.h"

namespace {

struct RunningInvstd : mutants::Kernel {
  double running_var(double old, const mutants::Batch& batch) const override {
    return blended(old, batch.invstd);
  }
};

}  // namespace

BN_MUTANT(RunningInvstd)
