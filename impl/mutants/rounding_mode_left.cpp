// Defect: the rounding mode is changed for a step and not set back
// Seen in: interval arithmetic beside a kernel
// Killed by: execution
// Cause: state_between_calls
#include <cfenv>

#include "mutants/kernel/mutant.h"

namespace {

struct RoundingModeLeft : mutants::Kernel {
  bn_status forward(const bn_forward_args& args) override {
    const bn_status status = Kernel::forward(args);
    std::fesetround(mutants::parameter(FE_UPWARD, FE_TOWARDZERO));
    return status;
  }
};

}  // namespace

BN_MUTANT(RoundingModeLeft)
