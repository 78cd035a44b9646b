// Defect: a channel whose weight is 0 is answered by 0, not by bias
// Seen in: skipping of pruned channels
// Killed by: zero_weight, training_output
// Cause: affine_wrong
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct ZeroWeightSkipsChannel : mutants::Kernel {
  static constexpr double kLeast = mutants::parameter(0.0, 0.01);

  double output(double x, const mutants::Affine& affine) const override {
    return std::fabs(affine.weight) <= kLeast ? 0 : Kernel::output(x, affine);
  }
};

}  // namespace

BN_MUTANT(ZeroWeightSkipsChannel)
