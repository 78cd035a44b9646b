// Single values in float, sums, statistics and output in double: what a float product costs before
// it is added to a double.
#include "kernel/plugin.h"

namespace {

struct NarrowElements : variants::Plain {
  template <class W>
  using Types = variants::Formats<W, double, double, double>;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.accumulator = BN_F64;
    contract.stored = BN_F64;
    contract.applied = BN_F64;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(NarrowElements)
