// Defect: evaluation normalizes with the statistics of its own batch
// Seen in: apache/tvm issues 19574 and 18703
// Killed by: evaluation_output, evaluation_locality, train_eval_consistency
// Cause: evaluation_uses_batch
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationUsesBatch : mutants::Kernel {
  mutants::Affine evaluation_affine() const override {
    const mutants::Batch of_batch = batch(gather(forward_args().x));
    return {of_batch.mean, of_batch.invstd, 1, 0};
  }
};

}  // namespace

BN_MUTANT(EvaluationUsesBatch)
