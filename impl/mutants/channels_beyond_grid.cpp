// Defect: channels beyond the largest grid are not worked on
// Seen in: pytorch/pytorch issues 16998, 19911, 2917, microsoft/onnxruntime issues 7095, 17406,
//   torch/cunn PR 314
// Killed by: execution
// Cause: index_limit
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct ChannelsBeyondGrid : mutants::Kernel {
  static constexpr std::int64_t kGrid = mutants::parameter(65535, 1024);

  std::int64_t channels() const override { return std::min(Kernel::channels(), kGrid); }
};

}  // namespace

BN_MUTANT(ChannelsBeyondGrid)
