// Defect: the element before the first one of y is written
// Seen in: loops that run down to an index of -1
// Killed by: execution
// Cause: memory_overrun
#include "mutants/kernel/mutant.h"

namespace {

struct WriteBeforeY : mutants::Kernel {
  bn_status forward(const bn_forward_args& args) override {
    const bn_status status = Kernel::forward(args);
    if (status == BN_OK && m() > 0 && channels() > 0)
      mutants::store(args.y, -mutants::parameter(1, 2), 0);
    return status;
  }
};

}  // namespace

BN_MUTANT(WriteBeforeY)
