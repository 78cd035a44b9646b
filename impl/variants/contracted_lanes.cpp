// Two passes with eight running sums and a folded output, fused where the compiler likes.
#include "kernel/plugin.h"

namespace {

struct ContractedLanes : variants::Plain {
  using Sum = variants::Lanes;
  using Map = variants::Folded;
  using TailMap = Map;

  static void declare(bn_contract& contract, const variants::Problem& problem) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_FOLDED;
    contract.summation = BN_TREE;
    contract.summation_height = variants::height_of<Sum>(problem);
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(ContractedLanes)
