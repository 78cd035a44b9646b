// All in double, rounded once at the end. eps and momentum stay doubles, and backward computes the
// statistics from x again.
#include "kernel/plugin.h"

namespace {

struct DoubleRecomputed : variants::Plain {
  template <class>
  using Types = variants::Formats<double, double, double, double>;
  static constexpr bool kRecomputes = true;
  static constexpr bool kDoubleParameters = true;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.element = BN_F64;
    contract.accumulator = BN_F64;
    contract.stored = BN_F64;
    contract.applied = BN_F64;
    contract.backward_statistics = BN_RECOMPUTED;
    contract.flags =
        BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE | BN_DOUBLE_PARAMETERS;
  }
};

}  // namespace

BN_VARIANT(DoubleRecomputed)
