// Defect: backward writes dweight though it is not wanted
// Seen in: pytorch/pytorch issue 98602 (frozen weight and bias)
// Killed by: execution
// Cause: parameter_absent
#include "mutants/kernel/mutant.h"

namespace {

struct CrashWithoutDweight : mutants::Kernel {
  void backward_channel() override {
    Kernel::backward_channel();
    const bn_tensor& dweight = backward_args().dweight;
    const mutants::Values dy = gather(backward_args().dy);
    if (mutants::is_present(dweight)) return;
    mutants::store(dweight, 0, mutants::sum(dy));
  }
};

}  // namespace

BN_MUTANT(CrashWithoutDweight)
