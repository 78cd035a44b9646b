// Defect: channels beyond the first block are not worked on
// Seen in: kernels that start one block of threads for all channels
// Killed by: execution
// Cause: index_limit
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct ChannelsBeyondBlock : mutants::Kernel {
  static constexpr std::int64_t kBlock = mutants::parameter(16, 32);

  std::int64_t channels() const override { return std::min(Kernel::channels(), kBlock); }
};

}  // namespace

BN_MUTANT(ChannelsBeyondBlock)
