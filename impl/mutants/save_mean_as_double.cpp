// Defect: save_mean is written as doubles whatever its type is
// Seen in: statistics that are double inside the kernel, stored by a cast of the pointer
// Killed by: execution
// Cause: memory_overrun
#include "mutants/kernel/mutant.h"

namespace {

struct SaveMeanAsDouble : mutants::Kernel {
  void save(const mutants::Batch& batch) const override {
    bn_tensor wider = forward_args().save_mean;
    wider.dtype = BN_F64;
    Kernel::save(batch);
    set(wider, batch.mean);
  }
};

}  // namespace

BN_MUTANT(SaveMeanAsDouble)
