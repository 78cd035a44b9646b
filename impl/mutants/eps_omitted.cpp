// Defect: eps is left out of the root
// Seen in: textbook formulas without eps; Tencent/ncnn issue 303 and chainer PR 2214 in
//   evaluation
// Killed by: constant_channel, eps_precision, two_valued_output
// Cause: eps_omitted
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EpsOmitted : mutants::Kernel {
  double invstd(double variance) const override { return 1 / std::sqrt(variance); }
};

}  // namespace

BN_MUTANT(EpsOmitted)
