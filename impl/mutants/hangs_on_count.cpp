// Defect: a loop over the tail of a block does not end
// Seen in: loops whose step is rounded down to 0
// Killed by: execution
// Cause: shape_rule
#include "mutants/kernel/mutant.h"

namespace {

struct HangsOnCount : mutants::Kernel {
  static constexpr double kTail = mutants::parameter(65, 33);

  bn_status double_backward(const bn_double_backward_args& args) override {
    const bn_status status = Kernel::double_backward(args);
    while (m() == kTail) step = 0;
    return status;
  }
  volatile int step = 0;
};

}  // namespace

BN_MUTANT(HangsOnCount)
