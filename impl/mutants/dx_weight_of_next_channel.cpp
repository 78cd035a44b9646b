// Defect: dx is scaled by the weight of another channel
// Seen in: kernels whose channel index moves on before the last line of the loop
// Killed by: backward_training
// Cause: weight_of_wrong_channel
#include "mutants/kernel/mutant.h"

namespace {

struct DxWeightOfNextChannel : mutants::Kernel {
  static constexpr std::int64_t kStep = mutants::parameter(1, -1);

  double training_dx(double dy, double xhat, const mutants::Sums& sums,
                     const mutants::Affine& affine) const override {
    const bn_tensor& tensor = backward_args().weight;
    const std::int64_t other = (channel() + kStep + channels()) % channels();
    const double w = mutants::is_present(tensor) ? mutants::load(tensor, place(tensor, other)) : 1;
    return Kernel::training_dx(dy, xhat, sums, {affine.mean, affine.invstd, w, affine.bias});
  }
};

}  // namespace

BN_MUTANT(DxWeightOfNextChannel)
