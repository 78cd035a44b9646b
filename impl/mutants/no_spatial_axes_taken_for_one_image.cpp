// Defect: an input (n, c) is taken for one image (1, c, n)
// Seen in: layers for (c, length) and for (n, c) that tell them apart by the number of axes
// Killed by: training_output, merged_axes
// Cause: shape_rule
#include "mutants/kernel/mutant.h"

namespace {

struct NoSpatialAxesTakenForOneImage : mutants::Kernel {
  std::int64_t offset(const bn_tensor& tensor, std::int64_t channel,
                      std::int64_t j) const override {
    if (tensor.ndim != 2 || !is_x(tensor)) return Kernel::offset(tensor, channel, j);
    const std::int64_t number = channel * tensor.shape[0] + j;
    return Kernel::offset(tensor, number % tensor.shape[1], number / tensor.shape[1]);
  }
};

}  // namespace

BN_MUTANT(NoSpatialAxesTakenForOneImage)
