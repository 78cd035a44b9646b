#pragma once

#include <cstdint>
#include <vector>

namespace bncheck::runner {

/// How many cases a climb has: shorter ones reach no higher than as many drawn cases do.
inline constexpr std::uint64_t kClimbCases = 64;

/// How many parts a campaign may have.
inline constexpr std::uint64_t kMostShards = std::uint64_t{1} << 20;

/// A piece of a campaign that one worker does from end to end: a single drawn case, or a climb, the
/// cases of which depend on what the implementation answered to those before (climb.h).
struct Unit {
  std::uint64_t first = 0;  ///< index of its first case
  std::uint64_t count = 1;  ///< of its cases, which have indices in a row
  bool climbs = false;

  std::uint64_t end() const { return first + count; }
};

/// Returns the unit that the case of this index belongs to. In every 256 cases the last
/// kClimbCases are a climb, so that a quarter of a campaign looks for the worst.
Unit unit_of(std::uint64_t index);

/// The part of a campaign's cases that one run has. Units are dealt out whole, in turn: the drawn
/// cases by themselves and the climbs by themselves.
struct Shard {
  std::uint64_t number = 1;  ///< 1 .. count
  std::uint64_t count = 1;

  /// Returns whether the unit is the shard's.
  bool has(const Unit& unit) const;

  /// Returns its next units from the index on, of so many cases or a few more, cut at the end of
  /// the campaign; none after the last. The index is moved behind them.
  std::vector<Unit> next_units(std::uint64_t& index, std::uint64_t cases, std::uint64_t end) const;

  /// Returns how many of the first so many cases the shard has.
  std::uint64_t part_of(std::uint64_t cases) const;
};

/// Returns the number of the shard, of so many, that has the case of this index.
std::uint64_t owner_of(std::uint64_t index, std::uint64_t shards);

}  // namespace bncheck::runner
