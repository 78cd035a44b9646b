// Defect: mean and variance are those of all channels together
// Seen in: mean(x) and var(x) without axes
// Killed by: saved_statistics, training_output
// Cause: wrong_axes
#include "mutants/kernel/mutant.h"

namespace {

struct ChannelsPooled : mutants::Kernel {
  mutants::Batch batch(const mutants::Values& x) const override {
    const bn_tensor& tensor = forward_args().x;
    mutants::Values all;
    for (std::int64_t channel = 0; channel < channels(); ++channel) {
      for (std::size_t j = 0; j < x.size(); ++j) {
        all.push_back(mutants::load(tensor, offset(tensor, channel, static_cast<std::int64_t>(j))));
      }
    }
    const auto count = static_cast<double>(all.size());
    mutants::Batch batch;
    batch.mean = mutants::sum(all) / count;
    for (double& value : all) value = (value - batch.mean) * (value - batch.mean);
    batch.variance = mutants::sum(all) / count;
    batch.invstd = invstd(batch.variance);
    return batch;
  }
};

}  // namespace

BN_MUTANT(ChannelsPooled)
