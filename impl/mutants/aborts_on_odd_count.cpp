// Defect: a batch with an odd number of values ends the process
// Seen in: assertions on an alignment that callers need not keep
// Killed by: execution
// Cause: shape_rule
#include <cmath>
#include <cstdlib>

#include "mutants/kernel/mutant.h"

namespace {

struct AbortsOnOddCount : mutants::Kernel {
  bn_status forward(const bn_forward_args& args) override {
    const bn_status status = Kernel::forward(args);
    if (std::fmod(m(), mutants::parameter(2, 4)) != 0) std::abort();
    return status;
  }
};

}  // namespace

BN_MUTANT(AbortsOnOddCount)
