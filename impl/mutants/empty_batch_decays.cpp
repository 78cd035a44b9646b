// Defect: an empty batch moves the running statistics towards 0
// Seen in: pytorch issue 12013 (running_var times 0.9)
// Killed by: execution
// Cause: shape_rule
#include "mutants/kernel/mutant.h"

namespace {

struct EmptyBatchDecays : mutants::Kernel {
  bn_status forward(const bn_forward_args& args) override {
    const bn_status status = Kernel::forward(args);
    if (status != BN_OK || !trains() || m() != 0) return status;
    for (std::int64_t c = 0; c < channels(); ++c) {
      decay(args.running_mean, c);
      decay(args.running_var, c);
    }
    return status;
  }
  void decay(const bn_tensor& tensor, std::int64_t c) const {
    if (!mutants::is_present(tensor)) return;
    const double old = mutants::load(tensor, place(tensor, c));
    mutants::store(tensor, place(tensor, c), (1 - momentum()) * old);
  }
};

}  // namespace

BN_MUTANT(EmptyBatchDecays)
