// Defect: every update starts from 0, not from the old running statistic
// Seen in: tile-ai/TileOPs PR 1728 (tests start from 0 and cannot see it)
// Killed by: running_extremes, running_statistics, running_repetition
// Cause: running_wrong_start
#include "mutants/kernel/mutant.h"

namespace {

struct RunningStartFixed : mutants::Kernel {
  static constexpr double kStart = mutants::parameter(0.0, 1.0);

  double running_mean(double /*old*/, const mutants::Batch& batch) const override {
    return Kernel::running_mean(kStart, batch);
  }
  double running_var(double /*old*/, const mutants::Batch& batch) const override {
    return Kernel::running_var(kStart, batch);
  }
};

}  // namespace

BN_MUTANT(RunningStartFixed)
