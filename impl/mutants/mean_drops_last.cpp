// Defect: the last value of a channel is left out of the mean
// Seen in: loops that end one too early
// Killed by: saved_statistics, place_permutation, normalized_mean
// Cause: values_dropped
#include "mutants/kernel/mutant.h"

namespace {

struct MeanDropsLast : mutants::Kernel {
  static constexpr std::size_t kDropped = mutants::parameter(1, 2);

  double mean(const mutants::Values& x) const override {
    double sum = 0;
    for (std::size_t j = 0; j + kDropped < x.size(); ++j) sum += x[j];
    return sum / m();
  }
};

}  // namespace

BN_MUTANT(MeanDropsLast)
