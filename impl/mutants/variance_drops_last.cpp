// Defect: the last value of a channel is left out of the variance
// Seen in: loops that end one too early
// Killed by: saved_statistics, place_permutation, normalized_variance
// Cause: values_dropped
#include "mutants/kernel/mutant.h"

namespace {

struct VarianceDropsLast : mutants::Kernel {
  static constexpr std::size_t kDropped = mutants::parameter(1, 2);

  double variance(const mutants::Values& x, double mean) const override {
    double squares = 0;
    for (std::size_t j = 0; j + kDropped < x.size(); ++j) squares += (x[j] - mean) * (x[j] - mean);
    return squares / m();
  }
};

}  // namespace

BN_MUTANT(VarianceDropsLast)
