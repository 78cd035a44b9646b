// Values in fours, the last four of which are computed again where they overlap those before: what
// was read must not have been overwritten, so that BN_IN_PLACE is not declared.
#include "kernel/plugin.h"

namespace {

struct OverlappingTail : variants::Plain {
  using Loop = variants::OverlappingFours;
  static constexpr bool kInPlace = false;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM;
  }
};

}  // namespace

BN_VARIANT(OverlappingTail)
