// Defect: the element before the first one of dy is read
// Seen in: sliding windows that begin one place too early
// Killed by: execution
// Cause: memory_overrun
#include "mutants/kernel/mutant.h"

namespace {

struct ReadBeforeDy : mutants::Kernel {
  bn_status backward(const bn_backward_args& args) override {
    const bn_status status = Kernel::backward(args);
    if (status == BN_OK && m() > 0 && channels() > 0)
      before = mutants::load(args.dy, -mutants::parameter(1, 4));
    return status;
  }
  volatile double before = 0;
};

}  // namespace

BN_MUTANT(ReadBeforeDy)
