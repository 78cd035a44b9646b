// Defect: the sums of backward are added up in float, where double is declared
// Seen in: kernels whose accumulator has the type of the parameters
// Killed by: backward_training
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct BackwardSumsInFloat : mutants::Kernel {
  mutants::Sums sums(const mutants::Values& dy, const mutants::Values& xhat) const override {
    float dbias = 0;
    float dweight = 0;
    for (std::size_t j = 0; j < dy.size(); ++j) {
      dbias += static_cast<float>(dy[j]);
      dweight += static_cast<float>(dy[j] * xhat[j]);
    }
    return {dbias, dweight};
  }
};

}  // namespace

BN_MUTANT(BackwardSumsInFloat)
