// Defect: sums are kept in float though double is declared
// Seen in: ports whose accumulator keeps the type of float tensors
// Killed by: saved_statistics, training_output
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct SumsInFloat : mutants::Kernel {
  static constexpr bn_dtype kType = mutants::parameter(BN_F32, BN_F16);

  double mean(const mutants::Values& x) const override {
    double sum = 0;
    for (const double value : x) sum = mutants::rounded(sum + value, kType);
    return sum / m();
  }
  double variance(const mutants::Values& x, double mean) const override {
    double squares = 0;
    for (const double value : x) {
      squares = mutants::rounded(squares + (value - mean) * (value - mean), kType);
    }
    return squares / m();
  }
};

}  // namespace

BN_MUTANT(SumsInFloat)
