// The kernel itself, without a defect: it must never be accused.
#include "mutants/kernel/mutant.h"

BN_MUTANT(mutants::Kernel)
