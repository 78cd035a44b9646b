// Defect: a channel is scaled by the weight of the next one, the last one by that of the first
// Seen in: offsets into packed parameters that are one too high
// Killed by: channel_permutation, channel_independence, training_output
// Cause: weight_of_wrong_channel
#include "mutants/kernel/mutant.h"

namespace {

struct WeightOfNextChannel : mutants::Kernel {
  double weight(const bn_tensor& tensor) const override {
    if (!mutants::is_present(tensor)) return 1;
    const std::int64_t next = (channel() + mutants::parameter(1, 2)) % channels();
    return mutants::load(tensor, place(tensor, next));
  }
};

}  // namespace

BN_MUTANT(WeightOfNextChannel)
