// Defect: eps is taken from the first call for all
// Seen in: kernels compiled for the constants of the first call
// Killed by: training_output, saved_statistics
// Cause: state_between_calls
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EpsOfFirstCall : mutants::Kernel {
  static constexpr int kCalls = mutants::parameter(1, 2);

  bn_status forward(const bn_forward_args& args) override {
    if (calls < kCalls) kept = args.eps;
    ++calls;
    return Kernel::forward(args);
  }
  double invstd(double variance) const override {
    return 1 / std::sqrt(variance + (calls > 0 ? kept : eps()));
  }
  int calls = 0;
  double kept = 0;
};

}  // namespace

BN_MUTANT(EpsOfFirstCall)
