// Two passes, summed from the last value to the first.
#include "kernel/plugin.h"

namespace {

struct Reversed : variants::Plain {
  using Sum = variants::Reversed;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(Reversed)
