// Defect: momentum is always 0.1
// Seen in: exporters that drop the argument: pytorch/ao issue 4758
// Killed by: running_statistics, running_extremes
// Cause: momentum_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct MomentumFixed : mutants::Kernel {
  double momentum() const override { return mutants::parameter(0.1, 0.01); }
};

}  // namespace

BN_MUTANT(MomentumFixed)
