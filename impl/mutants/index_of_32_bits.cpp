// Defect: offsets are held in 32 bits
// Seen in: pytorch/pytorch PR 81486, issue 51776
// Killed by: execution, layout_independence
// Cause: index_limit
#include <type_traits>

#include "mutants/kernel/mutant.h"

namespace {

struct IndexOf32Bits : mutants::Kernel {
  std::int64_t offset(const bn_tensor& tensor, std::int64_t channel,
                      std::int64_t j) const override {
    const std::int64_t right = Kernel::offset(tensor, channel, j);
    using Index = std::conditional_t<mutants::parameter(true, false), std::int32_t, std::uint32_t>;
    return static_cast<Index>(right);
  }
};

}  // namespace

BN_MUTANT(IndexOf32Bits)
