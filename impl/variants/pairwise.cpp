// Two passes; a sum is that of two halves, so that its height is a logarithm.
#include "kernel/plugin.h"

namespace {

struct Pairwise : variants::Plain {
  using Sum = variants::Pairwise;

  static void declare(bn_contract& contract, const variants::Problem& problem) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_TREE;
    contract.summation_height = variants::height_of<Sum>(problem);
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(Pairwise)
