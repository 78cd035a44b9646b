// Defect: channels are worked on up to the largest power of two, and not beyond
// Seen in: NVIDIA/apex issue 1768, pytorch/pytorch PR 57077
// Killed by: execution
// Cause: index_limit
#include <bit>

#include "mutants/kernel/mutant.h"

namespace {

struct ChannelsBeyondPowerOfTwo : mutants::Kernel {
  std::int64_t channels() const override {
    return static_cast<std::int64_t>(
        std::bit_floor(static_cast<std::uint64_t>(Kernel::channels())));
  }
};

}  // namespace

BN_MUTANT(ChannelsBeyondPowerOfTwo)
