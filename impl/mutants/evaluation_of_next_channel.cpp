// Defect: evaluation reads the running statistics of the next channel
// Seen in: offsets into packed buffers that are one too high
// Killed by: evaluation_output, train_eval_consistency
// Cause: weight_of_wrong_channel
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationOfNextChannel : mutants::Kernel {
  mutants::Affine evaluation_affine() const override {
    const bn_tensor& mean = forward_args().running_mean;
    const bn_tensor& var = forward_args().running_var;
    const std::int64_t next = (channel() + mutants::parameter(1, 2)) % channels();
    const double next_var = mutants::load(var, place(var, next));
    return {mutants::load(mean, place(mean, next)), evaluation_invstd(next_var), 1, 0};
  }
};

}  // namespace

BN_MUTANT(EvaluationOfNextChannel)
