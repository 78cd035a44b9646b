// Defect: the saved statistics are not written
// Seen in: kernels for inference put to training
// Killed by: execution
// Cause: output_not_written
#include "mutants/kernel/mutant.h"

namespace {

struct SavedNotWritten : mutants::Kernel {
  void save(const mutants::Batch& /*batch*/) const override {}
};

}  // namespace

BN_MUTANT(SavedNotWritten)
