// Defect: images are taken to follow each other, even where x is a slice of more channels
// Seen in: pytorch/pytorch issue 133520
// Killed by: training_output
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct SliceOfChannelsIgnored : mutants::Kernel {
  std::int64_t offset(const bn_tensor& tensor, std::int64_t channel,
                      std::int64_t j) const override {
    const std::int64_t right = Kernel::offset(tensor, channel, j);
    if (!is_x(tensor)) return right;
    const std::int64_t image = j / static_cast<std::int64_t>(spatial());
    return right + image * (tensor.shape[1] * tensor.strides[1] - tensor.strides[0]);
  }
};

}  // namespace

BN_MUTANT(SliceOfChannelsIgnored)
