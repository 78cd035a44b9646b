// Two passes in order, in which the compiler fuses multiplications and additions where it likes. It
// may do so in one part of a loop and not in the other, so that BN_UNIFORM is not declared.
#include "kernel/plugin.h"

namespace {

struct Contracted : variants::Plain {
  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(Contracted)
