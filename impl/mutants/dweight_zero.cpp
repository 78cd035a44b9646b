// Defect: dweight is always 0, as for a weight that is held at 1
// Seen in: apache/mxnet's fix_gamma, which is on unless it is turned off
// Killed by: backward_training
// Cause: dweight_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DweightZero : mutants::Kernel {
  double answered_dweight(const mutants::Sums& /*sums*/,
                          const mutants::Affine& /*affine*/) const override {
    return 0;
  }
};

}  // namespace

BN_MUTANT(DweightZero)
