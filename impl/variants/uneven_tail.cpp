// Values in fours with fused multiply-adds, as vector code does it, and the rest without: equal
// inputs may have unequal outputs, which is honest as long as BN_UNIFORM is not declared.
#include "kernel/plugin.h"

namespace {

struct UnevenTail : variants::Plain {
  using Loop = variants::Fours;
  using Map = variants::DirectFused;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(UnevenTail)
