// Defect: the last values of y are not written
// Seen in: loops that end a place too early
// Killed by: execution
// Cause: output_not_written
#include "mutants/kernel/mutant.h"

namespace {

struct LastOfYNotWritten : mutants::Kernel {
  void scatter(const bn_tensor& tensor, const mutants::Values& values) const override {
    if (!is_y(tensor) || values.empty()) return Kernel::scatter(tensor, values);
    for (std::size_t j = 0; j + mutants::parameter(1, 2) < values.size(); ++j) {
      mutants::store(tensor, offset(tensor, channel(), static_cast<std::int64_t>(j)), values[j]);
    }
  }
};

}  // namespace

BN_MUTANT(LastOfYNotWritten)
