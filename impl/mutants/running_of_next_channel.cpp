// Defect: a batch's statistics enter the running statistics of the next channel
// Seen in: offsets into packed buffers that are one too high
// Killed by: running_statistics, channel_permutation
// Cause: weight_of_wrong_channel
#include "mutants/kernel/mutant.h"

namespace {

struct RunningOfNextChannel : mutants::Kernel {
  void track(const mutants::Batch& batch) const override {
    const bn_tensor& mean = forward_args().running_mean;
    const bn_tensor& var = forward_args().running_var;
    if (!mutants::is_present(mean)) return;
    const std::int64_t next = (channel() + mutants::parameter(1, 2)) % channels();
    const std::int64_t in_mean = place(mean, next);
    const std::int64_t in_var = place(var, next);
    mutants::store(mean, in_mean, running_mean(mutants::load(mean, in_mean), batch));
    mutants::store(var, in_var, running_var(mutants::load(var, in_var), batch));
  }
};

}  // namespace

BN_MUTANT(RunningOfNextChannel)
