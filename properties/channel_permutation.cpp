// A channel's place decides nothing where every element meets the same operations (BN_UNIFORM) and
// equal calls give equal bits (BN_DETERMINISTIC). Without the first, vectors of channels and their
// tail may honestly round differently.
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

/// Returns a tensor, or one value per channel, with the channels in reverse.
std::vector<double> reversed(const std::vector<double>& values, const Shape& shape) {
  const auto channels = static_cast<std::size_t>(shape.c);
  const std::size_t run =
      values.size() == channels ? 1 : static_cast<std::size_t>(shape.spatial_size());
  std::vector<double> result(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t channel = i / run % channels;
    result[i + (channels - 1 - channel) * run - channel * run] = values[i];
  }
  return result;
}

Problem with_channels_reversed(Problem problem) {
  for (std::vector<double>* each :
       {&problem.x, &problem.weight, &problem.bias, &problem.running_mean, &problem.running_var}) {
    *each = reversed(*each, problem.shape);
  }
  return problem;
}

Judgement check(Trial& trial) {
  const Shape& shape = trial.problem().shape;
  if (shape.c < 2) return skipped("there is one channel");
  if (const auto skip = lacks_determinism(trial)) return *skip;
  if (const auto skip = lacks_uniformity(trial)) return *skip;
  Trial other(trial.court(), with_channels_reversed(trial.given()));
  if (const auto ended = judge_statuses(trial, other)) return *ended;
  const Forward<double>& got = other.forward().outputs;
  const Forward<double>& before = trial.forward().outputs;
  Judgement result{Verdict::pass, "", {}};
  const auto compare = [&](std::string_view what, std::vector<double> Forward<double>::*output) {
    result.merge(judge_same(what, got.*output, reversed(before.*output, shape)));
  };
  compare("y of reversed channels", &Forward<double>::y);
  compare("save_mean of reversed channels", &Forward<double>::save_mean);
  compare("save_invstd of reversed channels", &Forward<double>::save_invstd);
  compare("running_mean of reversed channels", &Forward<double>::running_mean);
  compare("running_var of reversed channels", &Forward<double>::running_var);
  return result;
}

}  // namespace

const Property kChannelPermutation{
    "channel_permutation",
    "F15",
    "order of the channels",
    "with the channels in reverse, every output has its channels in reverse, to the bit",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "Every channel has its own statistics and parameters, and all share eps, so that "
              "renaming the channels renames the outputs. To the bit if every element meets the "
              "same operations (BN_UNIFORM) in both calls (BN_DETERMINISTIC): without the former a "
              "vector of channels and its tail may honestly round differently.",
     .budget = "T7: no difference in y, save_mean, save_invstd, running_mean or running_var.",
     .catches = "A block of channels whose tail is treated otherwise, parameters of another "
                "channel. apex #1768 shows only where c is not a power of two.",
     .defect = "treats the last channel otherwise"},
};

}  // namespace bncheck::properties
