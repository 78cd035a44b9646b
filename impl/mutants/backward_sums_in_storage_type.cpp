// Defect: the sums of backward are added up in the type of x
// Seen in: tensorflow/tensorflow issue 8535, jax-ml/jax PR 17792 (both of a mean)
// Killed by: backward_training
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct BackwardSumsInStorageType : mutants::Kernel {
  mutants::Sums sums(const mutants::Values& dy, const mutants::Values& xhat) const override {
    const auto type = static_cast<bn_dtype>(x_tensor().dtype);
    mutants::Sums sums = {0, 0};
    for (std::size_t j = 0; j < dy.size(); ++j) {
      sums.dbias = mutants::rounded(sums.dbias + dy[j], type);
      sums.dweight = mutants::rounded(sums.dweight + dy[j] * xhat[j], type);
    }
    return sums;
  }
};

}  // namespace

BN_MUTANT(BackwardSumsInStorageType)
