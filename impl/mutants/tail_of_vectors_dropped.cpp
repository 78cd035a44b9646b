// Defect: values beyond the last whole vector of 8 do not enter the statistics
// Seen in: ROCm/rocm-libraries issue 9030 and PR 9031 (the remainder of a loop, there in
//   backward)
// Killed by: saved_statistics, normalized_mean, place_permutation
// Cause: values_dropped
#include "mutants/kernel/mutant.h"

namespace {

struct TailOfVectorsDropped : mutants::Kernel {
  static constexpr std::size_t kLanes = mutants::parameter(8, 4);

  double mean(const mutants::Values& x) const override {
    return mutants::sum(whole_vectors(x)) / m();
  }
  double variance(const mutants::Values& x, double mean) const override {
    return Kernel::variance(whole_vectors(x), mean);
  }
  static mutants::Values whole_vectors(const mutants::Values& x) {
    const std::size_t tail = x.size() % kLanes;
    return mutants::Values(x.begin(), x.end() - static_cast<std::ptrdiff_t>(tail));
  }
};

}  // namespace

BN_MUTANT(TailOfVectorsDropped)
