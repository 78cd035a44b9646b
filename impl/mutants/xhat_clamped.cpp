// Defect: normalized values beyond 6 standard deviations are clamped to them
// Seen in: recipes that cut outliers off after the normalization
// Killed by: training_output, two_valued_output
// Cause: affine_wrong
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct XhatClamped : mutants::Kernel {
  static constexpr double kLargest = mutants::parameter(6.0, 3.0);

  double output(double x, const mutants::Affine& affine) const override {
    const double xhat = std::clamp((x - affine.mean) * affine.invstd, -kLargest, kLargest);
    return xhat * affine.weight + affine.bias;
  }
};

}  // namespace

BN_MUTANT(XhatClamped)
