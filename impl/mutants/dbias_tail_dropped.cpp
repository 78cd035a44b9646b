// Defect: the values behind the last whole vector do not enter dbias
// Seen in: vector loops whose remainder is forgotten in one of two sums
// Killed by: backward_training
// Cause: dbias_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DbiasTailDropped : mutants::Kernel {
  static constexpr std::size_t kLanes = mutants::parameter(4, 8);

  double dbias(const mutants::Values& dy) const override {
    double sum = 0;
    for (std::size_t j = 0; j < dy.size() - dy.size() % kLanes; ++j) sum += dy[j];
    return sum;
  }
};

}  // namespace

BN_MUTANT(DbiasTailDropped)
