// Defect: the values behind the last whole vector do not enter dweight
// Seen in: vector loops whose remainder is forgotten in one of two sums
// Killed by: backward_training
// Cause: dweight_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DweightTailDropped : mutants::Kernel {
  static constexpr std::size_t kLanes = mutants::parameter(4, 8);

  double dweight(const mutants::Values& dy, const mutants::Values& xhat) const override {
    double sum = 0;
    const std::size_t whole = dy.size() - dy.size() % kLanes;
    for (std::size_t j = 0; j < whole; ++j) sum += dy[j] * xhat[j];
    return sum;
  }
};

}  // namespace

BN_MUTANT(DweightTailDropped)
