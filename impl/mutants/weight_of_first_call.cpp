// Defect: weight is taken from the first call for all
// Seen in: folded weights that are cached in the layer
// Killed by: training_output, zero_weight
// Cause: state_between_calls
#include <map>

#include "mutants/kernel/mutant.h"

namespace {

struct WeightOfFirstCall : mutants::Kernel {
  double weight(const bn_tensor& tensor) const override {
    return cache.try_emplace(channel(), Kernel::weight(tensor)).first->second;
  }
  mutable std::map<std::int64_t, double> cache;
};

}  // namespace

BN_MUTANT(WeightOfFirstCall)
