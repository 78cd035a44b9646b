// All in double, rounded once at the end; but eps and momentum are rounded to the parameters'
// type, and backward takes the statistics that were saved in it.
#include "kernel/plugin.h"

namespace {

struct DoubleThroughout : variants::Plain {
  template <class>
  using Types = variants::Formats<double, double, double, double>;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.element = BN_F64;
    contract.accumulator = BN_F64;
    contract.stored = BN_F64;
    contract.applied = BN_F64;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(DoubleThroughout)
