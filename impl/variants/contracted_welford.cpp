// Welford's recurrence, fused where the compiler likes.
#include "kernel/plugin.h"

namespace {

struct ContractedWelford : variants::Plain {
  using Variance = variants::Welford<1>;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_WELFORD;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(ContractedWelford)
