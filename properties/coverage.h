#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/case.h"

namespace bncheck::properties {

/// What a label may ask of a case: itself, and what the first values of its first channel are like.
struct Portrait {
  const Case& input;
  std::vector<double> x;  ///< at most 256 values of channel 0
  bool constant = true;   ///< all of them are equal
  double kappa = 1;       ///< sqrt(1 + mean^2/var), their condition number; for var > 0
  double var_by_eps = 0;  ///< var/eps; infinite for eps = 0, unless var = 0
};

Portrait portrait_of(const Case& input);

/// A kind of case that a generator must draw with at least this probability, so that a campaign of
/// thousands of cases meets it.
struct Label {
  std::string name;
  double least;
  std::function<bool(const Portrait&)> holds;
};

/// Returns every label that random cases of all types and layouts are held to.
const std::vector<Label>& labels();

/// What is known of a label's probability.
///   covered    it is greater than the least one
///   neglected  it is less
///   undecided  more draws are needed
enum class Coverage { covered, neglected, undecided };

/// Decides from the first `draws` cases of a sequence, of which `hits` had the label, when asked at
/// draws = kFirstLook 2^k, k = 0, 1, ...: all answers together are wrong with a probability of at
/// most `doubt`, 0 < doubt < 1.
Coverage decide(std::int64_t draws, std::int64_t hits, double least, double doubt = 1e-9);

inline constexpr std::int64_t kFirstLook = 512;

/// How a label fared.
struct Tally {
  std::string name;
  std::int64_t hits = 0;
  std::int64_t draws = 0;
  Coverage coverage = Coverage::undecided;
};

/// Draws cases number 0, 1, ... until every label is decided, or there are `most` of them. The
/// cases must be independent, as those of case_at are.
std::vector<Tally> measure(const std::function<Case(std::uint64_t)>& draw, std::int64_t most,
                           std::span<const Label> labels);

}  // namespace bncheck::properties
