// Defect: one element behind the last one of y is written
// Seen in: kernels whose last vector is stored whole
// Killed by: execution
// Cause: memory_overrun
#include "mutants/kernel/mutant.h"

namespace {

struct WritePastY : mutants::Kernel {
  bn_status forward(const bn_forward_args& args) override {
    const bn_status status = Kernel::forward(args);
    if (status != BN_OK || m() == 0) return status;
    const std::int64_t last = offset(args.y, channels() - 1, static_cast<std::int64_t>(m()) - 1);
    mutants::store(args.y, last + mutants::parameter(1, 2), 0);
    return status;
  }
};

}  // namespace

BN_MUTANT(WritePastY)
