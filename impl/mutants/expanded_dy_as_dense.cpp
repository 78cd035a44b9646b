// Defect: a dy that is one value for all places is read as if it were dense
// Seen in: gradients of sum(), whose strides are 0
// Killed by: backward_training
// Cause: layout_ignored
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct ExpandedDyAsDense : mutants::Kernel {
  std::int64_t offset(const bn_tensor& tensor, std::int64_t channel,
                      std::int64_t j) const override {
    const std::int64_t right = Kernel::offset(tensor, channel, j);
    const bool repeats =
        is_dy(tensor) && std::all_of(tensor.strides, tensor.strides + tensor.ndim,
                                     [](std::int64_t stride) { return stride == 0; });
    return repeats ? dense(tensor, channel, j) : right;
  }

  /// Where value j of a channel lies if all is dense: batch, channel, spatial axes.
  std::int64_t dense(const bn_tensor& tensor, std::int64_t channel, std::int64_t j) const {
    const auto area = static_cast<std::int64_t>(spatial());
    return (j / area * tensor.shape[1] + channel) * area + j % area;
  }
};

}  // namespace

BN_MUTANT(ExpandedDyAsDense)
