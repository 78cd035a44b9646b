// Defect: a batch of one value a channel is accepted, though the dialect refuses it
// Seen in: ports from frameworks that answer y = bias
// Killed by: one_value_per_channel
// Cause: shape_rule
#include "mutants/kernel/mutant.h"

namespace {

struct OneValueAccepted : mutants::Kernel {
  bn_status defined_forward(const bn_forward_args& args) const override {
    return trains() ? BN_OK : Kernel::defined_forward(args);
  }
  double running_var(double old, const mutants::Batch& batch) const override {
    return m() == 1 ? blended(old, mutants::parameter(0.0, 1.0)) : Kernel::running_var(old, batch);
  }
};

}  // namespace

BN_MUTANT(OneValueAccepted)
