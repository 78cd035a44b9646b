// Defect: channels of the last tile, which is not full, take the parameters of the tile before
// Seen in: vector loads of weight that are moved back to stay within the array
// Killed by: training_output
// Cause: weight_of_wrong_channel
#include "mutants/kernel/mutant.h"

namespace {

struct ChannelsOfLastTile : mutants::Kernel {
  static constexpr std::int64_t kTile = mutants::parameter(4, 8);

  double weight(const bn_tensor& tensor) const override {
    if (!mutants::is_present(tensor)) return 1;
    const bool partial = channel() >= kTile && channel() >= channels() - channels() % kTile;
    return mutants::load(tensor, place(tensor, partial ? channel() - kTile : channel()));
  }
};

}  // namespace

BN_MUTANT(ChannelsOfLastTile)
