// (x - mean)*invstd*weight + bias with fused multiply-adds, which omit a rounding.
#include "kernel/plugin.h"

namespace {

struct DirectFused : variants::Plain {
  using Map = variants::DirectFused;
  using TailMap = Map;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(DirectFused)
