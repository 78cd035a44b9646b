// Two passes, with the roundings of the sums added up beside. That is not exact, and no tree; what
// it may declare is the height of a tree whose error is no smaller.
#include "kernel/careful_sums.h"
#include "kernel/plugin.h"

namespace {

struct Compensated : variants::Plain {
  using Sum = variants::Compensated;

  static void declare(bn_contract& contract, const variants::Problem& problem) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SUM_UNSPECIFIED;
    contract.summation_height = static_cast<std::int32_t>(
        problem.is_f64 ? Sum::height<double>(problem.m) : Sum::height<float>(problem.m));
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(Compensated)
