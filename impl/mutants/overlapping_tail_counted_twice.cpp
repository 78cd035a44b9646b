// Defect: where the last vector overlaps the one before, values count twice in the mean
// Seen in: vector loops that move the last load back to stay within the array
// Killed by: training_output, normalized_mean
// Cause: mean_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct OverlappingTailCountedTwice : mutants::Kernel {
  static constexpr std::size_t kLanes = mutants::parameter(4, 8);

  double mean(const mutants::Values& x) const override {
    const std::size_t left = x.size() % kLanes;
    double sum = mutants::sum(x);
    if (left == 0 || x.size() < kLanes) return sum / m();
    for (std::size_t j = x.size() - kLanes; j < x.size() - left; ++j) sum += x[j];
    return sum / m();
  }
};

}  // namespace

BN_MUTANT(OverlappingTailCountedTwice)
