// Defect: the variance of a channel is taken about the mean of the channel before it
// Seen in: kernels that read the mean from an index one too low
// Killed by: channel_independence, saved_statistics
// Cause: weight_of_wrong_channel
#include "mutants/kernel/mutant.h"

namespace {

struct VarianceAboutPreviousMean : mutants::Kernel {
  double variance(const mutants::Values& x, double mean) const override {
    const double center = channel() == 0 ? mean : previous;
    previous = mean;
    return Kernel::variance(x, center);
  }
  mutable double previous = 0;
};

}  // namespace

BN_MUTANT(VarianceAboutPreviousMean)
