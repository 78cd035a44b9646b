// Defect: elements behind the last one of x are read
// Seen in: kernels whose last vector is loaded whole
// Killed by: execution
// Cause: memory_overrun
#include "mutants/kernel/mutant.h"

namespace {

struct ReadPastX : mutants::Kernel {
  bn_status forward(const bn_forward_args& args) override {
    const bn_status status = Kernel::forward(args);
    if (status != BN_OK || m() == 0 || channels() == 0) return status;
    const std::int64_t last = offset(args.x, channels() - 1, static_cast<std::int64_t>(m()) - 1);
    behind = mutants::load(args.x, last + mutants::parameter(1, 8));
    return status;
  }
  volatile double behind = 0;
};

}  // namespace

BN_MUTANT(ReadPastX)
