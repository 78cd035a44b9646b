// Defect: backward writes dx though it is not wanted
// Seen in: PaddlePaddle/Paddle PR 67559
// Killed by: output_selection
// Cause: parameter_absent
#include "mutants/kernel/mutant.h"

namespace {

struct CrashWithoutDx : mutants::Kernel {
  void scatter(const bn_tensor& tensor, const mutants::Values& values) const override {
    for (std::size_t j = 0; j < values.size(); ++j) {
      mutants::store(tensor, offset(tensor, channel(), static_cast<std::int64_t>(j)), values[j]);
    }
  }
};

}  // namespace

BN_MUTANT(CrashWithoutDx)
