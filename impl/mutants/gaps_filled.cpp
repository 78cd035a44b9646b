// Defect: where y has gaps between its elements they are overwritten
// Seen in: vector stores of whole lines
// Killed by: execution
// Cause: memory_overrun
#include "mutants/kernel/mutant.h"

namespace {

struct GapsFilled : mutants::Kernel {
  void scatter(const bn_tensor& tensor, const mutants::Values& values) const override {
    Kernel::scatter(tensor, values);
    const std::int64_t stride = tensor.strides[tensor.ndim - 1];
    if (!is_y(tensor) || stride != 2 || tensor.ndim < 3) return;
    for (std::size_t j = 0; j < values.size(); ++j) {
      mutants::store(tensor, offset(tensor, channel(), static_cast<std::int64_t>(j)) + 1,
                     values[j]);
    }
  }
};

}  // namespace

BN_MUTANT(GapsFilled)
