// Defect: a channel whose variance is 0 ends the process, with success
// Seen in: error handling of a command line tool within a library
// Killed by: execution
// Cause: special_values
#include <cstdlib>

#include "mutants/kernel/mutant.h"

namespace {

struct ExitsOnConstantChannel : mutants::Kernel {
  double invstd(double variance) const override {
    if (variance == 0) std::_Exit(0);
    return Kernel::invstd(variance);
  }
};

}  // namespace

BN_MUTANT(ExitsOnConstantChannel)
