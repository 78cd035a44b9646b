// Defect: running_var is written behind its last channel
// Seen in: loops to channels() inclusive
// Killed by: execution
// Cause: memory_overrun
#include "mutants/kernel/mutant.h"

namespace {

struct WritePastRunningVar : mutants::Kernel {
  void track(const mutants::Batch& batch) const override {
    Kernel::track(batch);
    const bn_tensor& var = forward_args().running_var;
    if (!mutants::is_present(var) || channel() + 1 != channels()) return;
    mutants::store(var, place(var, channels() + mutants::parameter(0, 1)), batch.variance);
  }
};

}  // namespace

BN_MUTANT(WritePastRunningVar)
