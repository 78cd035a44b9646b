// Defect: the running statistics are updated twice by one batch
// Seen in: pytorch issues 96136 and 62471, Tencent/YOLO-Master issue 262 (forward run again in
//   backward)
// Killed by: running_statistics, running_repetition
// Cause: momentum_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct RunningUpdatedTwice : mutants::Kernel {
  void track(const mutants::Batch& batch) const override {
    for (int k = 0; k < mutants::parameter(2, 3); ++k) Kernel::track(batch);
  }
};

}  // namespace

BN_MUTANT(RunningUpdatedTwice)
