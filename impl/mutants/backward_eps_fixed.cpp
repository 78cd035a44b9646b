// Defect: backward computes the statistics again and adds an eps of its own, 1e-8
// Seen in: explanations of batch norm whose forward uses 1e-5 and whose backward uses 1e-8
// Killed by: backward_training
// Cause: backward_wrong_statistics
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct BackwardEpsFixed : mutants::Kernel {
  static constexpr double kEps = mutants::parameter(1e-8, 1e-3);

  mutants::Affine backward_affine(const mutants::Values& x) const override {
    mutants::Affine affine = Kernel::backward_affine(x);
    if (trains()) affine.invstd = 1 / std::sqrt(variance(x, affine.mean) + kEps);
    return affine;
  }
};

}  // namespace

BN_MUTANT(BackwardEpsFixed)
