// Defect: x is read as if it were dense, whatever its strides say
// Seen in: pytorch/pytorch issue 133520 (a sliced input, on MPS)
// Killed by: training_output
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct XReadAsDense : mutants::Kernel {
  std::int64_t offset(const bn_tensor& tensor, std::int64_t channel,
                      std::int64_t j) const override {
    return is_x(tensor) ? dense(tensor, channel, j) : Kernel::offset(tensor, channel, j);
  }

  /// Where value j of a channel lies if all is dense: batch, channel, spatial axes.
  std::int64_t dense(const bn_tensor& tensor, std::int64_t channel, std::int64_t j) const {
    const auto area = static_cast<std::int64_t>(spatial());
    return (j / area * tensor.shape[1] + channel) * area + j % area;
  }
};

}  // namespace

BN_MUTANT(XReadAsDense)
