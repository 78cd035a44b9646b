// Defect: y is written as if it were dense, whatever its strides say
// Seen in: outputs that are taken for fresh tensors
// Killed by: layout_independence
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct YWrittenAsDense : mutants::Kernel {
  std::int64_t offset(const bn_tensor& tensor, std::int64_t channel,
                      std::int64_t j) const override {
    return is_y(tensor) ? dense(tensor, channel, j) : Kernel::offset(tensor, channel, j);
  }

  /// Where value j of a channel lies if all is dense: batch, channel, spatial axes.
  std::int64_t dense(const bn_tensor& tensor, std::int64_t channel, std::int64_t j) const {
    const auto area = static_cast<std::int64_t>(spatial());
    return (j / area * tensor.shape[1] + channel) * area + j % area;
  }
};

}  // namespace

BN_MUTANT(YWrittenAsDense)
