#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/batch_norm.h"
#include "core/pattern.h"

namespace bncheck {

/// A value at one place of a channel, replacing the pattern's.
struct Override {
  std::int64_t j = 0;  ///< 0 <= j < m
  double value = 0;
  bool operator==(const Override&) const = default;
};

/// The values of one channel: shift + 2^scale * pattern, rounded to the tensor's type, then the
/// overrides, at most one for each place.
struct Recipe {
  Pattern pattern = Pattern::constant;
  int scale = 0;
  double shift = 0;
  std::uint64_t seed = 0;
  std::vector<Override> overrides;
  bool operator==(const Recipe&) const = default;
};

/// One input of the operation, as a recipe of a few dozen bytes. Lists have at most one entry for
/// each channel; shorter ones are repeated: channel c takes entry c mod size. An empty parameter
/// list means an absent tensor; x and dy have at least one recipe.
struct Case : Config {
  std::vector<double> weight;
  std::vector<double> bias;
  std::vector<double> running_mean;
  std::vector<double> running_var;
  std::vector<Recipe> x;
  std::vector<Recipe> dy;
};

/// Prints the case on one line; numbers as the shortest decimals that read back exactly.
std::string to_string(const Case& c);

/// Reads what to_string prints (hexadecimal floats are welcome too). Throws UsageError that names
/// the word it cannot read and what belongs there; nothing that is written is ignored.
Case parse_case(std::string_view line);

/// The most values that a case may have: two tensors of doubles are then 4 GiB.
inline constexpr std::int64_t kLargestCase = std::int64_t{1} << 28;

/// Returns whether dy's recipes give the same value everywhere, as memory of stride 0 needs.
bool has_one_gradient(const Case& c);

/// Throws UsageError if there are more than kLargestCase values, or would be if what is 0 were 1.
void require_possible(const Shape& shape);

/// Computes the tensors. Throws UsageError if there are more than kLargestCase values.
Problem expand(const Case& c);

}  // namespace bncheck
