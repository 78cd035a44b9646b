// Defect: squares that exceed the largest float become infinite, though double is declared
// Seen in: pytorch issue 162489 and PR 178123, tenstorrent/tt-metal issue 52614
// Killed by: saved_statistics, training_output, running_hull
// Cause: overflow
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct SquareOverflowsFloat : mutants::Kernel {
  static constexpr double kLargest = mutants::parameter(3.4028234663852886e38, 65504.0);

  double variance(const mutants::Values& x, double mean) const override {
    double squares = 0;
    for (const double value : x) {
      const double square = (value - mean) * (value - mean);
      squares += square > kLargest ? INFINITY : square;
    }
    return squares / m();
  }
};

}  // namespace

BN_MUTANT(SquareOverflowsFloat)
