#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/ball.h"
#include "core/dtype.h"

namespace bncheck::reference {

/// What a rounding took: double arithmetic with a certified radius, double-double arithmetic with
/// one, or a comparison of integers.
enum class Tier : std::uint8_t { float64, double_double, integers };

inline constexpr int kTierCount = 3;

/// How many values each tier decided.
struct TierCounts {
  std::array<std::uint64_t, kTierCount> decided{};

  void count(Tier tier, std::uint64_t values = 1) {
    decided[static_cast<std::size_t>(tier)] += values;
  }
  void merge(const TierCounts& other) {
    for (std::size_t i = 0; i < decided.size(); ++i) decided[i] += other.decided[i];
  }
};

/// A correctly rounded value: the nearest number of its format, ties to even. A NaN where the
/// definition of batch norm has no value.
struct Decision {
  double value = 0;
  Tier tier = Tier::float64;
};

/// Returns the nearest number of the format to hi + lo, rounded once.
double round_to(DType dtype, DoubleDouble value);

/// Returns what every number of the ball rounds to, if it is one number (Ziv's test).
std::optional<double> rounded(DType dtype, const Ball& ball);

}  // namespace bncheck::reference
