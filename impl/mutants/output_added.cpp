// Defect: the output is added to what y held before
// Seen in: cuDNN's blending factor beta left at 1
// Killed by: execution
// Cause: output_not_written
#include "mutants/kernel/mutant.h"

namespace {

struct OutputAdded : mutants::Kernel {
  using Kernel::output;
  mutants::Values output(const mutants::Values& x, const mutants::Affine& affine) const override {
    const bn_tensor& before = forward_args().y;
    mutants::Values y = Kernel::output(x, affine);
    for (std::size_t j = 0; j < y.size(); ++j) {
      y[j] += mutants::load(before, offset(before, channel(), static_cast<std::int64_t>(j)));
    }
    return y;
  }
};

}  // namespace

BN_MUTANT(OutputAdded)
