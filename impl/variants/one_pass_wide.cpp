// E[x^2] - E[x]^2 in double, then float: the usual way of frameworks to make one pass safe.
#include "kernel/plugin.h"

namespace {

struct OnePassWide : variants::Plain {
  template <class W>
  using Types = variants::Formats<double, double, W, W>;
  using Variance = variants::OnePass;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_ONE_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.element = BN_F64;
    contract.accumulator = BN_F64;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(OnePassWide)
