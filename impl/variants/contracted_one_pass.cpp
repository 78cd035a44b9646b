// E[x^2] - E[x]^2, fused where the compiler likes.
#include "kernel/plugin.h"

namespace {

struct ContractedOnePass : variants::Plain {
  using Variance = variants::OnePass;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_ONE_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(ContractedOnePass)
