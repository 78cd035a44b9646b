// Single values are computed in float and added in double.
#include "kernel/plugin.h"

namespace {

struct WideSums : variants::Plain {
  template <class W>
  using Types = variants::Formats<W, double, W, W>;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.accumulator = BN_F64;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(WideSums)
