// Defect: the mean is divided by the number of images, the places of an image are not counted
// Seen in: batch norm for matrices put to images
// Killed by: saved_statistics, merged_axes
// Cause: mean_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct MeanOverImages : mutants::Kernel {
  double mean(const mutants::Values& x) const override { return mutants::sum(x) / n(); }
};

}  // namespace

BN_MUTANT(MeanOverImages)
