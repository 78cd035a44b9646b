// Defect: dbias is added to what is left of that of the last call
// Seen in: apache/mxnet issue 16297
// Killed by: gradient_repetition
// Cause: state_between_calls
#include <map>

#include "mutants/kernel/mutant.h"

namespace {

struct DbiasAccumulates : mutants::Kernel {
  double answered_dbias(const mutants::Sums& sums,
                        const mutants::Affine& /*affine*/) const override {
    return total[channel()] = sums.dbias + mutants::parameter(1.0, 0.5) * total[channel()];
  }
  mutable std::map<std::int64_t, double> total;
};

}  // namespace

BN_MUTANT(DbiasAccumulates)
