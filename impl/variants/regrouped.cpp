// As sequential, with the factors multiplied in other groups, and running statistics that are
// moved by momentum*(batch - running).
#include "kernel/plugin.h"

namespace {

struct Regrouped : variants::Plain {
  using Map = variants::Regrouped;
  using TailMap = Map;
  using Running = variants::Moved;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(Regrouped)
