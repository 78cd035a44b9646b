// Two passes in the type of the parameters; backward computes the statistics from x again.
#include "kernel/plugin.h"

namespace {

struct Recomputed : variants::Plain {
  static constexpr bool kRecomputes = true;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.backward_statistics = BN_RECOMPUTED;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(Recomputed)
