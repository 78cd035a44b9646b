#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bncheck {

/// How the values of one channel vary, before scale and shift. All are computed exactly from
/// (seed, channel, j), so that any machine expands the same values.
enum class Pattern : std::uint8_t {
  constant,       ///< 0
  one_hot,        ///< 1 at one random place, else 0
  alternating,    ///< +1, -1, +1, ...
  two_valued,     ///< 1 on a random subset, else 0
  ramp,           ///< j
  integers,       ///< uniform in -8..8
  bell,           ///< sum of four uniform 16-bit numbers: roughly normal, standard deviation 1.15
  uniform,        ///< uniform in (-1, 1), 24 bits
  near_constant,  ///< 1 + k 2^-23, |k| <= 3
  heavy_tail,     ///< bell times 2^k, k geometric
  wide,           ///< random sign and mantissa times 2^k, k uniform in -40..40
  cancelling,     ///< +M, 1, -M, M a power of two up to 2^30
  grid,           ///< k 2^-6, |k| <= 1024: shifts of the same grid are exact
  duplicates,     ///< one of four random numbers, each a quarter of the time
  sorted,         ///< ascending, or descending for odd seeds, in random steps up to 2
  one_sided,      ///< near 1.5, so that a sum in order, in f32, rounds up at every step
  masks,          ///< 1, but for a +M and a -M, M = 2^40, at random places
};

inline constexpr int kPatternCount = 17;

std::string_view to_string(Pattern pattern);
std::optional<Pattern> parse_pattern(std::string_view text);

/// Returns value j of m of the pattern.
double pattern_value(Pattern pattern, std::uint64_t seed, std::int64_t channel, std::int64_t j,
                     std::int64_t m);

/// Returns 64 bits that depend on the key and nothing else: the one source of randomness of a case.
std::uint64_t counter_random(std::uint64_t seed, std::uint64_t stream, std::uint64_t index);

}  // namespace bncheck
