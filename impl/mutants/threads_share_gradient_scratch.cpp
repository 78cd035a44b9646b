// Defect: with several threads a channel's dbias is that of the channel before
// Seen in: scratch memory of which there is one, not one a thread
// Killed by: thread_independence
// Cause: threads
#include <utility>

#include "mutants/kernel/mutant.h"

namespace {

struct ThreadsShareGradientScratch : mutants::Kernel {
  double answered_dbias(const mutants::Sums& sums,
                        const mutants::Affine& /*affine*/) const override {
    const double before = std::exchange(scratch, sums.dbias);
    return backward_args().threads > 1 && channel() > 0 ? before : sums.dbias;
  }
  mutable double scratch = 0;
};

}  // namespace

BN_MUTANT(ThreadsShareGradientScratch)
