// Each channel has its own statistics and parameters. Every second channel is changed, so that each
// of the others has a new neighbour on either side. Nothing is asked but that equal calls give
// equal bits: what a channel's values are decides no operation of another.
#include "core/pattern.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

constexpr std::uint64_t kSeed = 1;

bool is_changed(std::int64_t channel) { return channel % 2 == 1; }

Problem with_others_changed(const Problem& problem) {
  const std::int64_t m = problem.shape.values_per_channel();
  Problem result = with_values(problem, [&](std::int64_t channel, std::int64_t j) {
    const double old = problem.x[static_cast<std::size_t>(problem.shape.index(channel, j))];
    if (!is_changed(channel)) return old;
    return round_to(problem.dtype, 2 + pattern_value(Pattern::bell, kSeed, channel, j, m));
  });
  for (std::vector<double>* each : {&result.weight, &result.bias, &result.running_mean}) {
    for (std::size_t c = 1; c < each->size(); c += 2) {
      (*each)[c] = round_to(problem.parameters(), 0.5 - (*each)[c]);
    }
  }
  return result;
}

/// Returns the answer with the changed channels taken from elsewhere, so that they compare equal.
std::vector<double> kept(std::vector<double> answer, const std::vector<double>& elsewhere,
                         const Shape& shape) {
  const auto channels = static_cast<std::size_t>(shape.c);
  const auto run = static_cast<std::size_t>(shape.spatial_size());
  const std::size_t stride = answer.size() == channels ? 1 : run;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    if (is_changed(static_cast<std::int64_t>(i / stride % channels))) answer[i] = elsewhere[i];
  }
  return answer;
}

Judgement check(Trial& trial) {
  const Shape& shape = trial.problem().shape;
  if (shape.c < 2) return skipped("there is one channel");
  if (const auto skip = lacks_determinism(trial)) return *skip;
  Trial other(trial.court(), with_others_changed(trial.given()));
  if (const auto ended = judge_statuses(trial, other)) return *ended;
  const Forward<double>& got = other.forward().outputs;
  const Forward<double>& before = trial.forward().outputs;
  Judgement result{Verdict::pass, "", {}};
  const auto compare = [&](std::string_view what, std::vector<double> Forward<double>::*output) {
    result.merge(judge_same(what, got.*output, kept(before.*output, got.*output, shape)));
  };
  compare("y beside other channels", &Forward<double>::y);
  compare("save_mean beside other channels", &Forward<double>::save_mean);
  compare("save_invstd beside other channels", &Forward<double>::save_invstd);
  compare("running_mean beside other channels", &Forward<double>::running_mean);
  compare("running_var beside other channels", &Forward<double>::running_var);
  return result;
}

}  // namespace

const Property kChannelIndependence{
    "channel_independence",
    "F16",
    "channels apart",
    "changing x, weight, bias and running_mean of the other channels changes no bit of a channel",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "No formula of O1 to O3 mixes channels, and eps, which they share, is left as it is. "
              "What the values of one channel are decides no operation on another, so that "
              "BN_DETERMINISTIC makes the two computations of an untouched channel one.",
     .budget = "T7: no bit of an untouched channel may change, in any output.",
     .catches = "Leaks between neighbours, an offset or a stride that reaches into the next "
                "channel. MIOpen #1109 is a bug that a single channel hides.",
     .defect = "leaks the next channel"},
};

}  // namespace bncheck::properties
