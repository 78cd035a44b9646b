// Defect: subnormal numbers of x and dy are taken for 0, which is not declared
// Seen in: compilers' fast-math start-up code, which sets denormals-are-zero
// Killed by: training_output
// Cause: underflow
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct SubnormalInputsFlushed : mutants::Kernel {
  mutants::Values gather(const bn_tensor& tensor) const override {
    mutants::Values values = Kernel::gather(tensor);
    const double least = x_tensor().dtype == BN_F16   ? 0x1p-14
                         : x_tensor().dtype == BN_F64 ? 0x1p-1022
                                                      : 0x1p-126;
    for (double& value : values) {
      if (std::fabs(value) < mutants::parameter(1.0, 0.25) * least) value = 0;
    }
    return values;
  }
};

}  // namespace

BN_MUTANT(SubnormalInputsFlushed)
