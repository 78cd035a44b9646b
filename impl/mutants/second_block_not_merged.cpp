// Defect: the partial sum of the second block is computed and never added
// Seen in: reductions in two steps whose second reads one partial sum too few
// Killed by: training_output
// Cause: values_dropped
#include "mutants/kernel/mutant.h"

namespace {

struct SecondBlockNotMerged : mutants::Kernel {
  static constexpr std::size_t kBlock = mutants::parameter(64, 128);

  double mean(const mutants::Values& x) const override {
    double sum = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
      if (j / kBlock != 1) sum += x[j];
    }
    return sum / m();
  }
};

}  // namespace

BN_MUTANT(SecondBlockNotMerged)
