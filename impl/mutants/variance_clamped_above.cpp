// Defect: a variance above 1e6 is taken for 1e6
// Seen in: training recipes that clip statistics to keep them tame, as batch renormalization does
// Killed by: saved_statistics, power_of_two_input, general_scaling
// Cause: variance_clamped
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct VarianceClampedAbove : mutants::Kernel {
  static constexpr double kLargest = mutants::parameter(1e6, 1e3);

  double variance(const mutants::Values& x, double mean) const override {
    return std::min(Kernel::variance(x, mean), kLargest);
  }
};

}  // namespace

BN_MUTANT(VarianceClampedAbove)
