// Defect: every thread updates the running statistics
// Seen in: tile-ai/TileOPs issue 1727 (several blocks update one buffer)
// Killed by: thread_independence
// Cause: threads
#include "mutants/kernel/mutant.h"

namespace {

struct ThreadsUpdateRunning : mutants::Kernel {
  double running_mean(double old, const mutants::Batch& batch) const override {
    double mean = Kernel::running_mean(old, batch);
    for (std::int32_t t = 1; t < forward_args().threads; ++t)
      mean = Kernel::running_mean(mean, batch);
    return mean;
  }
};

}  // namespace

BN_MUTANT(ThreadsUpdateRunning)
