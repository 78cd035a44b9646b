// Defect: an eps below 1e-5 is silently raised to it
// Seen in: cuDNN's CUDNN_BN_MIN_EPSILON, TensorFlow's fused batch norm (1.001e-5)
// Killed by: eps_precision, saved_statistics
// Cause: eps_wrong_value
#include <algorithm>
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EpsRaised : mutants::Kernel {
  static constexpr double kLeast = mutants::parameter(1e-5, 1.001e-5);

  double invstd(double variance) const override {
    return 1 / std::sqrt(variance + std::max(eps(), kLeast));
  }
};

}  // namespace

BN_MUTANT(EpsRaised)
