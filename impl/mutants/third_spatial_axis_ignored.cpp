// Defect: of three spatial axes one is ignored: its first place is taken for all
// Seen in: code for images that is given volumes
// Killed by: execution
// Cause: shape_rule
#include "mutants/kernel/mutant.h"

namespace {

struct ThirdSpatialAxisIgnored : mutants::Kernel {
  static constexpr int kAxis = mutants::parameter(4, 2);

  std::int64_t offset(const bn_tensor& tensor, std::int64_t channel,
                      std::int64_t j) const override {
    const std::int64_t right = Kernel::offset(tensor, channel, j);
    if (tensor.ndim < 5) return right;
    if (kAxis == 4) return right - j % tensor.shape[4] * tensor.strides[4];
    return right - j / (tensor.shape[4] * tensor.shape[3]) % tensor.shape[2] * tensor.strides[2];
  }
};

}  // namespace

BN_MUTANT(ThirdSpatialAxisIgnored)
