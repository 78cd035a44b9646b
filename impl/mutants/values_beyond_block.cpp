// Defect: of a channel only the first block of values enters the mean
// Seen in: kernels whose threads do not come back for a second block
// Killed by: training_output
// Cause: values_dropped
#include "mutants/kernel/mutant.h"

namespace {

struct ValuesBeyondBlock : mutants::Kernel {
  static constexpr std::size_t kBlock = mutants::parameter(1024, 256);

  double mean(const mutants::Values& x) const override {
    if (x.size() <= kBlock) return Kernel::mean(x);
    double sum = 0;
    for (std::size_t j = 0; j < kBlock; ++j) sum += x[j];
    return sum / kBlock;
  }
};

}  // namespace

BN_MUTANT(ValuesBeyondBlock)
