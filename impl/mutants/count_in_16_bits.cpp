// Defect: the number of values is held in an integer of 16 bits, and wraps around
// Seen in: kernels whose counters have the type of a block's extents
// Killed by: saved_statistics, normalized_mean, running_extremes
// Cause: index_limit
#include "mutants/kernel/mutant.h"

namespace {

struct CountIn16Bits : mutants::Kernel {
  static constexpr std::int64_t kNumbers = mutants::parameter(1 << 16, 1 << 8);

  double mean(const mutants::Values& x) const override { return mutants::sum(x) / count(); }
  double variance(const mutants::Values& x, double mean) const override {
    return Kernel::variance(x, mean) * (m() / count());
  }
  double count() const {
    const std::int64_t wrapped = static_cast<std::int64_t>(m()) % kNumbers;
    return static_cast<double>(wrapped < kNumbers / 2 ? wrapped : wrapped - kNumbers);
  }
};

}  // namespace

BN_MUTANT(CountIn16Bits)
