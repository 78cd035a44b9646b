// Defect: rows are taken to follow each other: what lies between them is not skipped
// Seen in: ARM-software/ComputeLibrary issue 235
// Killed by: layout_independence, execution
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct RowPaddingIgnored : mutants::Kernel {
  std::int64_t offset(const bn_tensor& tensor, std::int64_t channel,
                      std::int64_t j) const override {
    const std::int32_t last = tensor.ndim - 1;
    const std::int64_t right = Kernel::offset(tensor, channel, j);
    if (!is_x(tensor) || tensor.ndim < 4) return right;
    const std::int64_t row = j / tensor.shape[last] % tensor.shape[last - 1];
    const std::int64_t assumed = tensor.shape[last] * tensor.strides[last];
    return right + row * (assumed - tensor.strides[last - 1]);
  }
};

}  // namespace

BN_MUTANT(RowPaddingIgnored)
