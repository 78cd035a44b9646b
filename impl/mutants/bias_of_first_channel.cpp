// Defect: every channel gets the bias of the first one
// Seen in: broadcasts of a tensor whose channel axis was lost; jax issue 461 (axis other than the
//   last)
// Killed by: channel_permutation, training_output, normalized_mean
// Cause: weight_of_wrong_channel
#include "mutants/kernel/mutant.h"

namespace {

struct BiasOfFirstChannel : mutants::Kernel {
  double bias(const bn_tensor& tensor) const override {
    if (!mutants::is_present(tensor)) return 0;
    return mutants::load(tensor,
                         place(tensor, mutants::parameter<std::int64_t>(0, channels() - 1)));
  }
};

}  // namespace

BN_MUTANT(BiasOfFirstChannel)
