// Defect: subnormal results are written as 0, which is not declared
// Seen in: compilers' fast-math start-up code, which sets flush-to-zero
// Killed by: backward_training
// Cause: underflow
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct SubnormalOutputsFlushed : mutants::Kernel {
  void scatter(const bn_tensor& tensor, const mutants::Values& values) const override {
    const double least = x_tensor().dtype == BN_F16   ? 0x1p-14
                         : x_tensor().dtype == BN_F64 ? 0x1p-1022
                                                      : 0x1p-126;
    mutants::Values flushed = values;
    for (double& value : flushed) {
      if (std::fabs(value) < mutants::parameter(1.0, 0.25) * least) value = 0;
    }
    Kernel::scatter(tensor, flushed);
  }
};

}  // namespace

BN_MUTANT(SubnormalOutputsFlushed)
