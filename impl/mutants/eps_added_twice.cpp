// Defect: eps is added twice
// Seen in: chainer issue 7506, nntrainer PR 677 (once in the variance, once more under the root)
// Killed by: eps_precision, saved_statistics, two_valued_output
// Cause: eps_wrong_value
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EpsAddedTwice : mutants::Kernel {
  static constexpr double kTimes = mutants::parameter(2, 3);

  double invstd(double variance) const override { return 1 / std::sqrt(variance + kTimes * eps()); }
};

}  // namespace

BN_MUTANT(EpsAddedTwice)
