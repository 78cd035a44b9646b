// Defect: a tensor whose channel stride is 1 is taken for dense with channels last, though other
//   axes may have a stride of 1 as well
// Seen in: pytorch/pytorch issue 42588 (strides that leave open which layout it is)
// Killed by: training_output
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct ChannelsLastByStride : mutants::Kernel {
  std::int64_t offset(const bn_tensor& tensor, std::int64_t channel,
                      std::int64_t j) const override {
    if (!is_x(tensor) || tensor.strides[1] != 1) return Kernel::offset(tensor, channel, j);
    return j * tensor.shape[1] + channel;
  }
};

}  // namespace

BN_MUTANT(ChannelsLastByStride)
