// Defect: the running statistics are written one after the other, whatever their stride
// Seen in: kernels that index parameters by the channel alone
// Killed by: execution
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct RunningWrittenDensely : mutants::Kernel {
  void track(const mutants::Batch& batch) const override {
    const bn_tensor& mean = forward_args().running_mean;
    const bn_tensor& var = forward_args().running_var;
    if (!mutants::is_present(mean)) return;
    const double new_mean = running_mean(parameter_or(mean, 0), batch);
    const double new_var = running_var(parameter_or(var, 1), batch);
    mutants::store(mean, channel(), new_mean);
    mutants::store(var, channel(), new_var);
  }
};

}  // namespace

BN_MUTANT(RunningWrittenDensely)
