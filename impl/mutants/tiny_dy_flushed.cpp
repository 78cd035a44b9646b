// Defect: a dy smaller than a threshold is taken for 0
// Seen in: gradient clipping and sparsification inside the kernel
// Killed by: backward_training, backward_evaluation
// Cause: underflow
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct TinyDyFlushed : mutants::Kernel {
  static constexpr double kLeast = mutants::parameter(1e-7, 1e-20);

  mutants::Values gather(const bn_tensor& tensor) const override {
    mutants::Values values = Kernel::gather(tensor);
    for (double& value : values) {
      if (is_dy(tensor) && std::fabs(value) < kLeast) value = 0;
    }
    return values;
  }
};

}  // namespace

BN_MUTANT(TinyDyFlushed)
