// Defect: bias is read with a stride of 1
// Seen in: parameters that are taken for contiguous
// Killed by: training_output, layout_independence
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct BiasStrideIgnored : mutants::Kernel {
  double bias(const bn_tensor& tensor) const override {
    return mutants::is_present(tensor) ? mutants::load(tensor, channel()) : 0;
  }
};

}  // namespace

BN_MUTANT(BiasStrideIgnored)
