// Sums divided among threads, whose parts are added in order: equal calls give equal bits, another
// number of threads other ones.
#include "kernel/plugin.h"
#include "kernel/threads.h"

namespace {

struct ThreadsInOrder : variants::Plain {
  using Sum = variants::DividedInOrder;

  static void declare(bn_contract& contract, const variants::Problem& problem) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_TREE;
    contract.summation_height = variants::height_of<Sum>(problem);
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(ThreadsInOrder)
