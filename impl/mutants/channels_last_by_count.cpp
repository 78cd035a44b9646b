// Defect: x is taken for dense with channels last where the number of channels fits whole vectors
// Seen in: dispatch by a test of the shape where the strides should be asked
// Killed by: training_output
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct ChannelsLastByCount : mutants::Kernel {
  static constexpr std::int64_t kLanes = mutants::parameter(8, 2);

  std::int64_t offset(const bn_tensor& tensor, std::int64_t channel,
                      std::int64_t j) const override {
    if (!is_x(tensor) || tensor.shape[1] % kLanes != 0) return Kernel::offset(tensor, channel, j);
    return j * tensor.shape[1] + channel;
  }
};

}  // namespace

BN_MUTANT(ChannelsLastByCount)
