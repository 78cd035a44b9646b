// Defect: backward takes the statistics that the last forward left in the object, not those it is
//   given
// Seen in: layers that keep the batch's statistics as members
// Killed by: gradient_repetition
// Cause: state_between_calls
#include <map>

#include "mutants/kernel/mutant.h"

namespace {

struct BackwardStatisticsOfLastForward : mutants::Kernel {
  void save(const mutants::Batch& batch) const override {
    last[channel()] = batch;
    Kernel::save(batch);
  }
  mutants::Affine backward_affine(const mutants::Values& x) const override {
    mutants::Affine affine = Kernel::backward_affine(x);
    if (trains() && last.contains(channel())) {
      affine.mean = last[channel()].mean;
      affine.invstd = last[channel()].invstd;
    }
    return affine;
  }
  mutable std::map<std::int64_t, mutants::Batch> last;
};

}  // namespace

BN_MUTANT(BackwardStatisticsOfLastForward)
