// Defect: the loop over what a block leaves over has a wrong stride, and skips values
// Seen in: ROCm/rocm-libraries issue 9030
// Killed by: backward_training
// Cause: dweight_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DweightRemainderStride : mutants::Kernel {
  static constexpr std::size_t kBlock = mutants::parameter(16, 32);

  double dweight(const mutants::Values& dy, const mutants::Values& xhat) const override {
    double sum = 0;
    const std::size_t whole = dy.size() - dy.size() % kBlock;
    for (std::size_t j = 0; j < dy.size(); j += j < whole ? 1 : 2) sum += dy[j] * xhat[j];
    return sum;
  }
};

}  // namespace

BN_MUTANT(DweightRemainderStride)
