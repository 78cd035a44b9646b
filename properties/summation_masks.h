#pragma once

#include <optional>
#include <vector>

#include "properties/summation_tree.h"
#include "properties/trial.h"

namespace bncheck::properties {

/// The masks that reveal how dbias is summed: M at one place of every channel, -M at another, ones
/// elsewhere. Up to 8 values all pairs of places are masked, in 28 calls; of more, one place with
/// each other one.
class SummationMasks {
 public:
  /// The trial's problem has a bias; `large` and `one` are numbers of dy's type.
  SummationMasks(Trial& trial, double large, double one);

  /// Puts all masks to the implementation. Returns what ended it early.
  std::optional<Judgement> ask();

  /// Judges the additions of each number whose masks were all put, in each channel.
  Judgement judge_heights(double declared) const;

  /// Returns the judgement of sums that lose no one.
  const Judgement& exactness() const { return exactness_; }

 private:
  Problem masked(std::size_t place, std::size_t other) const;
  void note(std::size_t place, std::size_t other, const std::vector<double>& dbias);
  Judgement judge_height(std::size_t channel, std::size_t place, double declared) const;

  Trial& trial_;
  double large_, one_;
  std::size_t values_;                ///< per channel
  std::vector<std::size_t> places_;   ///< whose masks are all put
  std::vector<SummationTree> trees_;  ///< by channel
  Judgement exactness_{Verdict::pass, "", {}};
};

}  // namespace bncheck::properties
