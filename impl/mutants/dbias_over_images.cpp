// Defect: dbias sums over the images alone, at one place of each
// Seen in: dy.sum(0), right for (N, C), kept for inputs with spatial axes
// Killed by: backward_training
// Cause: dbias_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DbiasOverImages : mutants::Kernel {
  double answered_dbias(const mutants::Sums& /*sums*/,
                        const mutants::Affine& /*affine*/) const override {
    const mutants::Values dy = gather(backward_args().dy);
    const auto area = static_cast<std::size_t>(spatial());
    const std::size_t place = mutants::parameter(false, true) ? area - 1 : 0;
    double sum = 0;
    for (std::size_t j = place; j < dy.size(); j += area) sum += dy[j];
    return sum;
  }
};

}  // namespace

BN_MUTANT(DbiasOverImages)
