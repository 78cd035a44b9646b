// a*x + b in double throughout, which no float output can tell from the direct form far from 0.
#include "kernel/plugin.h"

namespace {

struct DoubleFolded : variants::Plain {
  template <class>
  using Types = variants::Formats<double, double, double, double>;
  using Map = variants::Folded;
  using TailMap = Map;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_FOLDED;
    contract.summation = BN_SEQUENTIAL;
    contract.element = BN_F64;
    contract.accumulator = BN_F64;
    contract.stored = BN_F64;
    contract.applied = BN_F64;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(DoubleFolded)
