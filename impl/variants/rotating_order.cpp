// Sums that begin at another value with every call, as atomic additions of a GPU come in another
// order: equal calls may differ, so that BN_DETERMINISTIC is not declared.
#include <atomic>

#include "kernel/plugin.h"

namespace {

std::atomic<std::int64_t> calls = 0;

struct Rotating : variants::InOrder {
  template <class A, class Term>
  A sum(std::int64_t n, const Term& term) const {
    const std::int64_t first = n > 0 ? calls++ % n : 0;
    return InOrder::sum<A>(n, [&](std::int64_t j) -> A { return term((first + j) % n); });
  }
};

struct RotatingOrder : variants::Plain {
  using Sum = Rotating;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SUM_UNSPECIFIED;
    contract.flags = BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  }
};

}  // namespace

BN_VARIANT(RotatingOrder)
