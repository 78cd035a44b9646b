// Defect: squares below the least normal float become 0, though double is declared
// Seen in: tenstorrent/tt-metal issue 52614
// Killed by: saved_statistics, training_output, running_extremes
// Cause: underflow
#include "mutants/kernel/mutant.h"

namespace {

struct SquareUnderflowsFloat : mutants::Kernel {
  static constexpr double kLeast = mutants::parameter(1.1754943508222875e-38, 6.103515625e-05);

  double variance(const mutants::Values& x, double mean) const override {
    double squares = 0;
    for (const double value : x) {
      const double square = (value - mean) * (value - mean);
      squares += square < kLeast ? 0 : square;
    }
    return squares / m();
  }
};

}  // namespace

BN_MUTANT(SquareUnderflowsFloat)
