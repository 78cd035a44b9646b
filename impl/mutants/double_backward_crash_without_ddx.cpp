// Defect: double backward reads ddx though it is absent
// Seen in: pytorch/pytorch issue 2264 (a crash in double backward)
// Killed by: double_backward_parts
// Cause: parameter_absent
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardCrashWithoutDdx : mutants::Kernel {
  bn_status double_backward(const bn_double_backward_args& args) override {
    const bn_status status = Kernel::double_backward(args);
    if (m() > 0 && channels() > 0) first = mutants::load(args.ddx, 0);
    return status;
  }
  volatile double first = 0;
};

}  // namespace

BN_MUTANT(DoubleBackwardCrashWithoutDdx)
