// Defect: two blocks of channels write the running statistics, and the update of the last one is
//   lost
// Seen in: tile-ai/TileOPs issue 1727 and PR 1728 (a race; here the losing order is forced)
// Killed by: running_statistics, running_extremes
// Cause: running_not_updated
#include "mutants/kernel/mutant.h"

namespace {

struct RunningBlockLost : mutants::Kernel {
  static constexpr std::int64_t kBlock = mutants::parameter(4, 8);

  void track(const mutants::Batch& batch) const override {
    const std::int64_t last_block = (channels() - 1) / kBlock;
    const bool lost = last_block > 0 && channel() / kBlock == last_block;
    if (!lost) Kernel::track(batch);
  }
};

}  // namespace

BN_MUTANT(RunningBlockLost)
