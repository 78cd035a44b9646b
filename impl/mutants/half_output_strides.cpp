// Defect: evaluation's y in half precision is written with the channels first, though the tensor
//   has them last
// Seen in: pytorch/pytorch issue 62594
// Killed by: evaluation_output
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct HalfOutputStrides : mutants::Kernel {
  std::int64_t offset(const bn_tensor& tensor, std::int64_t channel,
                      std::int64_t j) const override {
    const bool last = tensor.strides[1] == 1 && tensor.dtype == mutants::parameter(BN_F16, BN_BF16);
    if (trains() || !is_y(tensor) || !last) return Kernel::offset(tensor, channel, j);
    return dense(tensor, channel, j);
  }

  /// Where value j of a channel lies if all is dense: batch, channel, spatial axes.
  std::int64_t dense(const bn_tensor& tensor, std::int64_t channel, std::int64_t j) const {
    const auto area = static_cast<std::int64_t>(spatial());
    return (j / area * tensor.shape[1] + channel) * area + j % area;
  }
};

}  // namespace

BN_MUTANT(HalfOutputStrides)
