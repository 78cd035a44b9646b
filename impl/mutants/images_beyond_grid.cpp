// Defect: images beyond the largest grid are not written
// Seen in: pytorch/pytorch issues 2917 and 16998 (of blocks beyond 65535, which the variant has)
// Killed by: execution
// Cause: index_limit
#include "mutants/kernel/mutant.h"

namespace {

struct ImagesBeyondGrid : mutants::Kernel {
  static constexpr std::size_t kGrid = mutants::parameter(255, 65535);

  void scatter(const bn_tensor& tensor, const mutants::Values& values) const override {
    if (!is_y(tensor) || n() <= kGrid) return Kernel::scatter(tensor, values);
    for (std::size_t j = 0; j < kGrid * static_cast<std::size_t>(spatial()); ++j) {
      mutants::store(tensor, offset(tensor, channel(), static_cast<std::int64_t>(j)), values[j]);
    }
  }
};

}  // namespace

BN_MUTANT(ImagesBeyondGrid)
