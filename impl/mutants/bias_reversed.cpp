// Defect: biases are read in reverse: the first channel gets the last one
// Seen in: loops that count down over one tensor and up over another
// Killed by: training_output, affine_output, normalized_mean
// Cause: weight_of_wrong_channel
#include "mutants/kernel/mutant.h"

namespace {

struct BiasReversed : mutants::Kernel {
  double bias(const bn_tensor& tensor) const override {
    if (!mutants::is_present(tensor)) return 0;
    return mutants::load(tensor, place(tensor, channels() - 1 - channel()));
  }
};

}  // namespace

BN_MUTANT(BiasReversed)
