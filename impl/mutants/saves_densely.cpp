// Defect: the saved statistics are written one after the other, whatever their stride
// Seen in: intel/torch-xpu-ops PR 2887
// Killed by: execution
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct SavesDensely : mutants::Kernel {
  void save(const mutants::Batch& batch) const override {
    if (!mutants::is_present(forward_args().save_mean)) return;
    mutants::store(forward_args().save_mean, channel(), batch.mean);
    mutants::store(forward_args().save_invstd, channel(), batch.invstd);
  }
};

}  // namespace

BN_MUTANT(SavesDensely)
