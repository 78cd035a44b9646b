// Defect: evaluation's dweight is centred at the mean of the batch
// Seen in: kernels that share the reduction of dweight between the modes
// Killed by: backward_evaluation
// Cause: dweight_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationDweightOfBatchMean : mutants::Kernel {
  double answered_dweight(const mutants::Sums& sums, const mutants::Affine& affine) const override {
    if (trains() || m() == 0) return sums.dweight;
    const double moved = affine.mean - mean(gather(backward_args().x));
    return sums.dweight + moved * affine.invstd * sums.dbias;
  }
};

}  // namespace

BN_MUTANT(EvaluationDweightOfBatchMean)
