// Defect: eps is rounded to float, though eps in full is promised
// Seen in: microsoft/DeepSpeed issue 581 is of this kind, with half in place of float
// Killed by: eps_precision
// Cause: eps_wrong_value
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct PromisedDoubleEpsRounded : mutants::Kernel {
  double invstd(double variance) const override {
    return 1 / std::sqrt(variance + mutants::rounded(eps(), mutants::parameter(BN_F32, BN_BF16)));
  }
};

}  // namespace

BN_MUTANT(PromisedDoubleEpsRounded)
