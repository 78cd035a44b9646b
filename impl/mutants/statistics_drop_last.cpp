// Defect: the last image is left out of the mean and of the variance
// Seen in: loops over batches that take an exclusive end for an inclusive one
// Killed by: saved_statistics, place_permutation
// Cause: values_dropped
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct StatisticsDropLast : mutants::Kernel {
  static constexpr double kDropped = mutants::parameter(1, 2);

  mutants::Batch batch(const mutants::Values& x) const override {
    const auto kept = static_cast<std::size_t>(std::max(n() - kDropped, 1.0) * spatial());
    mutants::Values first(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(kept));
    return Kernel::batch(first);
  }
};

}  // namespace

BN_MUTANT(StatisticsDropLast)
