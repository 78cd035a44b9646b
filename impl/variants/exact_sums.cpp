// Two passes in the type of the parameters; the sums of the terms, which are rounded themselves,
// are exact.
#include "kernel/careful_sums.h"
#include "kernel/plugin.h"

namespace {

struct ExactSums : variants::Plain {
  using Sum = variants::Exact;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_EXACT;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(ExactSums)
