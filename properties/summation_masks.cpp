#include "properties/summation_masks.h"

#include <bit>
#include <cstdint>
#include <numeric>

#include "core/pattern.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

constexpr std::size_t kAllPairs = 8;

/// Draws one of so many places from the values of dy: another one in most cases.
std::size_t one_place(const Problem& problem, std::size_t values) {
  std::uint64_t key = 0;
  for (double value : problem.dy) key = counter_random(key, 0, std::bit_cast<std::uint64_t>(value));
  return key % values;
}

}  // namespace

SummationMasks::SummationMasks(Trial& trial, double large, double one)
    : trial_(trial),
      large_(large),
      one_(one),
      values_(static_cast<std::size_t>(trial.problem().shape.values_per_channel())),
      places_{one_place(trial.problem(), values_)},
      trees_(static_cast<std::size_t>(trial.problem().shape.c), SummationTree(values_)) {
  if (values_ > kAllPairs) return;
  places_.resize(values_);
  std::iota(places_.begin(), places_.end(), std::size_t{0});
}

std::optional<Judgement> SummationMasks::ask() {
  const SavedStatistics saved = trial_.saved_statistics();
  for (std::size_t place : places_) {
    for (std::size_t other = 0; other < values_; ++other) {
      if (other == place || (other < place && places_.size() > 1)) continue;
      const auto outcome = trial_.court().implementation.backward(masked(place, other), saved);
      if (auto ended = judge_status(outcome)) return ended;
      note(place, other, outcome.outputs.dbias);
    }
  }
  return std::nullopt;
}

Problem SummationMasks::masked(std::size_t place, std::size_t other) const {
  return with_dy(trial_.problem(), [&](std::int64_t, const std::vector<double>& values) {
    std::vector<double> mask(values.size(), one_);
    mask[place] = large_;
    mask[other] = -large_;
    return mask;
  });
}

void SummationMasks::note(std::size_t place, std::size_t other, const std::vector<double>& dbias) {
  for (std::size_t c = 0; c < dbias.size(); ++c) trees_[c].note(place, other, dbias[c] / one_);
  const double all = static_cast<double>(values_ - 2) * one_;
  exactness_.merge(judge_same("dbias", dbias, std::vector<double>(dbias.size(), all)));
}

Judgement SummationMasks::judge_height(std::size_t channel, std::size_t place,
                                       double declared) const {
  const SummationTree& tree = trees_[channel];
  if (tree.lost_nothing()) return {Verdict::pass, "", {}};
  const std::optional<int> additions = tree.additions(place);
  if (!additions) return skipped("the sums of dbias reveal no tree of rounded additions");
  Judgement result{Verdict::pass, "", {}};
  if (*additions > declared) {
    result = failed("a sum takes more additions in a row than the contract's summation_height");
  }
  result.evidence = Evidence{"height of dbias", channel, static_cast<double>(*additions),
                             Ball(declared),    0,       *additions / declared};
  return result;
}

Judgement SummationMasks::judge_heights(double declared) const {
  Judgement result = skipped("there is no channel");
  for (std::size_t c = 0; c < trees_.size(); ++c) {
    for (std::size_t place : places_) result.merge(judge_height(c, place, declared));
  }
  return result;
}

}  // namespace bncheck::properties
