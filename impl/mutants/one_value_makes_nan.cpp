// Defect: a batch of one value a channel is accepted, and makes running_var NaN by 0/0
// Seen in: pytorch issue 1381, tensorflow issue 34062, torch/nn PR 1271
// Killed by: one_value_per_channel
// Cause: shape_rule
#include "mutants/kernel/mutant.h"

namespace {

struct OneValueMakesNan : mutants::Kernel {
  bn_status defined_forward(const bn_forward_args& args) const override {
    return trains() ? BN_OK : Kernel::defined_forward(args);
  }
};

}  // namespace

BN_MUTANT(OneValueMakesNan)
