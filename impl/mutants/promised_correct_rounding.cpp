// Defect: promises correct rounding, and rounds at every step
// Seen in: declarations that take double arithmetic for exact
// Killed by: correct_rounding
// Cause: contract_untrue
#include "mutants/kernel/mutant.h"

namespace {

struct PromisedCorrectRounding : mutants::Kernel {
  void declare(bn_contract& contract) const override {
    Kernel::declare(contract);
    contract.flags |= BN_CORRECTLY_ROUNDED;
  }
};

}  // namespace

BN_MUTANT(PromisedCorrectRounding)
