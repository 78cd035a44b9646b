// Defect: an empty batch makes the running statistics NaN
// Seen in: pytorch issue 12013, sonnet issue 125
// Killed by: execution
// Cause: shape_rule
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EmptyBatchPoisons : mutants::Kernel {
  bn_status forward(const bn_forward_args& args) override {
    const bn_status status = Kernel::forward(args);
    if (status != BN_OK || !trains() || m() != 0) return status;
    for (std::int64_t c = 0; c < channels(); ++c) {
      poison(args.running_mean, c);
      poison(args.running_var, c);
    }
    return status;
  }
  void poison(const bn_tensor& tensor, std::int64_t c) const {
    if (!mutants::is_present(tensor)) return;
    mutants::store(tensor, place(tensor, c), std::nan(""));
  }
};

}  // namespace

BN_MUTANT(EmptyBatchPoisons)
