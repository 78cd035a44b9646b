// Defect: promises the short sums of a tree and adds one value after the other
// Seen in: declarations written for one code path and left to another
// Killed by: summation_height
// Cause: contract_untrue
#include "mutants/kernel/mutant.h"

namespace {

struct PromisedTreeSumsInOrder : mutants::Kernel {
  void declare(bn_contract& contract) const override {
    Kernel::declare(contract);
    contract.summation = BN_TREE;
    contract.summation_height = mutants::parameter(8, 12);
  }
};

}  // namespace

BN_MUTANT(PromisedTreeSumsInOrder)
