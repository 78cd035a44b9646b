// Defect: the variance is divided by the number of images, the places of an image are not counted
// Seen in: batch norm for matrices put to images
// Killed by: saved_statistics, merged_axes
// Cause: variance_divisor
#include "mutants/kernel/mutant.h"

namespace {

struct VarianceOverImages : mutants::Kernel {
  double variance(const mutants::Values& x, double mean) const override {
    return Kernel::variance(x, mean) * m() / n();
  }
};

}  // namespace

BN_MUTANT(VarianceOverImages)
