// Defect: weight is read with a stride of 1
// Seen in: parameters that are taken for contiguous
// Killed by: training_output, layout_independence
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct WeightStrideIgnored : mutants::Kernel {
  double weight(const bn_tensor& tensor) const override {
    return mutants::is_present(tensor) ? mutants::load(tensor, channel()) : 1;
  }
};

}  // namespace

BN_MUTANT(WeightStrideIgnored)
