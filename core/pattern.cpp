#include "core/pattern.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "core/error.h"

namespace bncheck {
namespace {

constexpr std::array<std::string_view, kPatternCount> kNames = {
    "constant", "one-hot",    "alternating",   "two-valued", "ramp", "integers",
    "bell",     "uniform",    "near-constant", "heavy-tail", "wide", "cancelling",
    "grid",     "duplicates", "sorted",        "one-sided",  "masks"};

// The finalizer of SplitMix64 (Steele, Lea and Flood 2014).
std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

std::int64_t below(std::uint64_t random, std::int64_t bound) {
  return static_cast<std::int64_t>(random % static_cast<std::uint64_t>(bound));
}

double bell(std::uint64_t random) {
  double total = 0;
  for (int part = 0; part < 4; ++part) {
    total += static_cast<double>((random >> (16 * part)) & 0xffffU);
  }
  return (total - 4 * 32767.5) * 0x1p-15;
}

double wide(std::uint64_t random) {
  const double mantissa = 1 + static_cast<double>(random & 0x7fffffU) * 0x1p-23;
  const int exponent = static_cast<int>((random >> 24) % 81) - 40;
  return std::ldexp((random >> 40 & 1U) != 0 ? mantissa : -mantissa, exponent);
}

double cancelling(std::uint64_t seed, std::int64_t j) {
  const double large = std::ldexp(1.0, static_cast<int>(mix(seed) % 31));
  constexpr std::array<int, 3> kSigns = {1, 0, -1};
  const int sign = kSigns[static_cast<std::size_t>(j % 3)];
  return sign == 0 ? 1.0 : sign * large;
}

double sorted(std::uint64_t random, std::uint64_t seed, std::int64_t j) {
  const double value = static_cast<double>(j) + static_cast<double>(random >> 58) * 0x1p-6;
  return seed % 2 == 0 ? value : -value;
}

/// The sum of the first j values is about 1.5 j; where it lies in [2^e, 2^(e+1)) f32 keeps the
/// multiples of 2^(e-23) of it. Each value exceeds one of these by five eighths, once f32 can hold
/// such a value, from e = 3 on.
double one_sided(std::int64_t j) {
  const int exponent = std::ilogb(1.5 * static_cast<double>(std::max<std::int64_t>(j, 6)));
  return 1.5 + std::ldexp(5, exponent - 26);
}

/// The place of -M is drawn from those that +M leaves.
double masked(std::uint64_t seed, std::uint64_t stream, std::int64_t j, std::int64_t m) {
  const std::int64_t plus = below(counter_random(seed, stream, ~0ULL), m);
  if (j == plus) return 0x1p40;
  if (m == 1) return 1;
  const std::int64_t drawn = below(counter_random(seed, stream, ~1ULL), m - 1);
  return j == drawn + (drawn >= plus ? 1 : 0) ? -0x1p40 : 1;
}

}  // namespace

std::string_view to_string(Pattern pattern) { return kNames[static_cast<std::size_t>(pattern)]; }

std::optional<Pattern> parse_pattern(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == text) return static_cast<Pattern>(i);
  }
  return std::nullopt;
}

std::uint64_t counter_random(std::uint64_t seed, std::uint64_t stream, std::uint64_t index) {
  constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15U;
  return mix(mix(mix(seed + kGolden) + stream * kGolden) + index * kGolden + kGolden);
}

double pattern_value(Pattern pattern, std::uint64_t seed, std::int64_t channel, std::int64_t j,
                     std::int64_t m) {
  const auto stream = static_cast<std::uint64_t>(channel);
  const std::uint64_t random = counter_random(seed, stream, static_cast<std::uint64_t>(j));
  switch (pattern) {
    case Pattern::constant: return 0;
    case Pattern::one_hot: return j == below(counter_random(seed, stream, ~0ULL), m) ? 1 : 0;
    case Pattern::alternating: return j % 2 == 0 ? 1 : -1;
    case Pattern::two_valued: return (random >> 63) != 0 ? 1 : 0;
    case Pattern::ramp: return static_cast<double>(j);
    case Pattern::integers: return static_cast<double>(below(random, 17) - 8);
    case Pattern::bell: return bell(random);
    case Pattern::uniform:
      return static_cast<double>(2 * below(random, 1 << 24) + 1 - (1 << 24)) * 0x1p-24;
    case Pattern::near_constant: return 1 + static_cast<double>(below(random, 7) - 3) * 0x1p-23;
    case Pattern::heavy_tail: return std::ldexp(bell(mix(random)), std::countl_zero(random | 1U));
    case Pattern::wide: return wide(random);
    case Pattern::cancelling: return cancelling(seed, j);
    case Pattern::grid: return static_cast<double>(below(random, 2049) - 1024) * 0x1p-6;
    case Pattern::duplicates: return bell(counter_random(~seed, stream, random >> 62));
    case Pattern::sorted: return sorted(random, seed, j);
    case Pattern::one_sided: return one_sided(j);
    case Pattern::masks: return masked(seed, stream, j, m);
  }
  BN_ASSERT(false && "unknown pattern");
}

}  // namespace bncheck
