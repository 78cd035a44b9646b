// Two passes; sums are those of blocks of 16 values.
#include "kernel/plugin.h"

namespace {

struct Blocked : variants::Plain {
  using Sum = variants::Blocked;

  static void declare(bn_contract& contract, const variants::Problem& problem) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_TREE;
    contract.summation_height = variants::height_of<Sum>(problem);
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(Blocked)
