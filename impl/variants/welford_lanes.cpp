// Welford's recurrence in eight lanes that are merged in pairs at the end, as vector code and GPU
// blocks do. A merge adds twice to the sum of squares.
#include "kernel/plugin.h"

namespace {

struct WelfordLanes : variants::Plain {
  using Variance = variants::Welford<8>;
  using Sum = variants::Lanes;

  static void declare(bn_contract& contract, const variants::Problem& problem) {
    contract.variance = BN_WELFORD;
    contract.apply = BN_DIRECT;
    contract.summation = BN_TREE;
    contract.summation_height = variants::height_of<Sum>(problem) + 3;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(WelfordLanes)
