// a*x + b with fused multiply-adds.
#include "kernel/plugin.h"

namespace {

struct FoldedFused : variants::Plain {
  using Map = variants::FoldedFused;
  using TailMap = Map;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_FOLDED;
    contract.summation = BN_SEQUENTIAL;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(FoldedFused)
