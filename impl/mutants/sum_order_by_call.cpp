// Defect: sums begin at another place in every call, where the same bits are declared
// Seen in: atomic additions in what is declared deterministic
// Killed by: repetition
// Cause: not_deterministic
#include "mutants/kernel/mutant.h"

namespace {

struct SumOrderByCall : mutants::Kernel {
  static constexpr std::size_t kStep = mutants::parameter(1, 5);

  bn_status forward(const bn_forward_args& args) override {
    ++calls;
    return Kernel::forward(args);
  }
  double mean(const mutants::Values& x) const override {
    double sum = 0;
    for (std::size_t j = 0; j < x.size(); ++j) sum += x[(j + kStep * calls) % x.size()];
    return sum / m();
  }
  std::size_t calls = 0;
};

}  // namespace

BN_MUTANT(SumOrderByCall)
