// Defect: save_mean is stored in whole vectors: behind the last channel too
// Seen in: vector stores of statistics, with a number of channels that fills no vector
// Killed by: execution
// Cause: memory_overrun
#include "mutants/kernel/mutant.h"

namespace {

struct WritePastSaveMean : mutants::Kernel {
  static constexpr std::int64_t kLanes = mutants::parameter(4, 8);

  void save(const mutants::Batch& batch) const override {
    Kernel::save(batch);
    const bn_tensor& mean = forward_args().save_mean;
    if (!mutants::is_present(mean) || channel() + 1 != channels()) return;
    for (std::int64_t c = channels(); c % kLanes != 0; ++c) mutants::store(mean, place(mean, c), 0);
  }
};

}  // namespace

BN_MUTANT(WritePastSaveMean)
