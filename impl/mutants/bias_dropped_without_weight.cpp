// Defect: bias is left out where weight is absent
// Seen in: one flag for both parameters; tenstorrent/tt-metal PR 5317 (shift lost where a bias is
//   absent)
// Killed by: affine_output, training_output, normalized_mean
// Cause: parameter_absent
#include "mutants/kernel/mutant.h"

namespace {

struct BiasDroppedWithoutWeight : mutants::Kernel {
  double bias(const bn_tensor& tensor) const override {
    return mutants::is_present(forward_args().weight) ? Kernel::bias(tensor) : 0;
  }
};

}  // namespace

BN_MUTANT(BiasDroppedWithoutWeight)
