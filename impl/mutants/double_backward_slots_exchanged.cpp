// Defect: d_dy and d_x are returned in each other's place
// Seen in: pytorch/pytorch issue 4422 (gradients in the wrong slot)
// Killed by: double_backward_training, double_backward_evaluation
// Cause: double_backward_wrong
#include <utility>

#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardSlotsExchanged : mutants::Kernel {
  bn_status double_backward(const bn_double_backward_args& args) override {
    bn_double_backward_args exchanged = args;
    std::swap(exchanged.d_dy, exchanged.d_x);
    return Kernel::double_backward(exchanged);
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardSlotsExchanged)
