// All in double, but mean and invstd are kept in float.
#include "kernel/plugin.h"

namespace {

struct WideApply : variants::Plain {
  template <class W>
  using Types = variants::Formats<double, double, W, double>;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.element = BN_F64;
    contract.accumulator = BN_F64;
    contract.applied = BN_F64;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(WideApply)
