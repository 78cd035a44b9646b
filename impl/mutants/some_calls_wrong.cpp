// Defect: every so many calls the sum of the last call is taken
// Seen in: pipelines with two or three buffers in turn, one of which is late
// Killed by: repetition, training_output
// Cause: state_between_calls
#include <utility>

#include "mutants/kernel/mutant.h"

namespace {

struct SomeCallsWrong : mutants::Kernel {
  static constexpr int kEvery = mutants::parameter(3, 5);

  bn_status forward(const bn_forward_args& args) override {
    ++calls;
    return Kernel::forward(args);
  }
  double mean(const mutants::Values& x) const override {
    const double present = Kernel::mean(x);
    const double before = std::exchange(last, present);
    return calls % kEvery == 0 ? before : present;
  }
  int calls = 0;
  mutable double last = 0;
};

}  // namespace

BN_MUTANT(SomeCallsWrong)
