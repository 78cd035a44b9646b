// Defect: with several threads all channels read the mean that the first one left in a common
//   place
// Seen in: scratch memory of which there is one, not one a thread
// Killed by: thread_independence
// Cause: threads
#include "mutants/kernel/mutant.h"

namespace {

struct ThreadsShareScratch : mutants::Kernel {
  double mean(const mutants::Values& x) const override {
    const double own = Kernel::mean(x);
    if (forward_args().threads < 2) return own;
    if (channel() == 0) scratch = own;
    return scratch;
  }
  mutable double scratch = 0;
};

}  // namespace

BN_MUTANT(ThreadsShareScratch)
