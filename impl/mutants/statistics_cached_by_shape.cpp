// Defect: where x has a shape that is known, its mean is not computed again
// Seen in: caches keyed by the shape of a tensor
// Killed by: training_output, saved_statistics
// Cause: state_between_calls
#include <map>
#include <tuple>

#include "mutants/kernel/mutant.h"

namespace {

struct StatisticsCachedByShape : mutants::Kernel {
  double mean(const mutants::Values& x) const override {
    const Key key = {n(), m(), channel()};
    return cache.try_emplace(key, Kernel::mean(x)).first->second;
  }
  using Key = std::tuple<double, double, std::int64_t>;
  mutable std::map<Key, double> cache;
};

}  // namespace

BN_MUTANT(StatisticsCachedByShape)
