// Defect: the size of a chunk is found by an integer division by the number of values
// Seen in: pytorch/pytorch issue 120803
// Killed by: execution
// Cause: shape_rule
#include <csignal>

#include "mutants/kernel/mutant.h"

namespace {

struct EmptyBatchDivides : mutants::Kernel {
  bn_status forward(const bn_forward_args& args) override {
    std::int64_t area = 1;
    for (std::int32_t axis = 0; axis < args.x.ndim; ++axis) area *= args.x.shape[axis];
    if (area == 0) std::raise(SIGFPE);  // as the division does
    return Kernel::forward(args);
  }
};

}  // namespace

BN_MUTANT(EmptyBatchDivides)
