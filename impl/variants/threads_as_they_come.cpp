// Sums divided among threads, each of which adds its part when it is done: equal calls may differ,
// so that BN_DETERMINISTIC is not declared.
#include "kernel/plugin.h"
#include "kernel/threads.h"

namespace {

struct ThreadsAsTheyCome : variants::Plain {
  using Sum = variants::DividedAsTheyCome;

  static void declare(bn_contract& contract, const variants::Problem& problem) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_TREE;
    contract.summation_height = variants::height_of<Sum>(problem);
    contract.flags = BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(ThreadsAsTheyCome)
