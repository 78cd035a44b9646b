// Defect: with several threads one thread's part of the sum is lost
// Seen in: a thread that is not joined before the partial sums are added
// Killed by: thread_independence
// Cause: threads
#include "mutants/kernel/mutant.h"

namespace {

struct ThreadsLoseBlock : mutants::Kernel {
  double mean(const mutants::Values& x) const override {
    if (forward_args().threads < 2) return Kernel::mean(x);
    const auto threads = static_cast<std::size_t>(forward_args().threads);
    const std::size_t part = x.size() / threads + 1;
    const std::size_t lost = mutants::parameter(threads - 1, std::size_t{0}) * part;
    double sum = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
      if (j < lost || j >= lost + part) sum += x[j];
    }
    return sum / m();
  }
};

}  // namespace

BN_MUTANT(ThreadsLoseBlock)
