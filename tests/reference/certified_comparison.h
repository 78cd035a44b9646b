#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "reference/certified_oracle.h"
#include "tests/reference/exact_answer.h"

namespace bncheck::reference {

/// What can go wrong in its own way. A value counts in each that applies.
enum class Category : std::uint8_t {
  subnormal,         ///< the result is
  near_overflow,     ///< the result is in the largest binade, or infinite
  tie,               ///< the exact value is halfway between two numbers
  negative_zero,     ///< the result is
  undefined,         ///< the definition has no value
  constant_channel,  ///< of two values or more
  eps_zero,
  one_value,
  two_values,
  three_values,
  weight_zero,
};

inline constexpr int kCategoryCount = 11;

const char* to_string(Category category);

/// Compares what CertifiedOracle rounds with the precise oracle's balls, and, where a ball holds
/// more than one rounding, with exact rationals. Inputs are finite.
class CertifiedComparison {
 public:
  void add(const Problem& problem, const Dialect& dialect, const Forward<double>& forward,
           const Backward<double>& backward);

  std::uint64_t elements() const { return elements_; }
  /// How many took exact rationals.
  std::uint64_t by_rationals() const { return by_rationals_; }
  std::uint64_t mismatches() const { return mismatches_; }
  const std::string& first_mismatch() const { return first_mismatch_; }
  std::uint64_t of(Category category) const { return seen_[static_cast<std::size_t>(category)]; }

 private:
  struct Channel;
  using Exact = std::function<std::optional<Root>()>;

  void add_channel(const Channel& channel, const Dialect& dialect);
  void check(const char* what, DType dtype, double got, const Ball& truth, const Exact& exact);
  void count(Category category, bool applies) {
    seen_[static_cast<std::size_t>(category)] += applies ? 1 : 0;
  }
  void count_channel(const Problem& problem, std::int64_t channel, std::uint64_t values);

  std::uint64_t elements_ = 0;
  std::uint64_t by_rationals_ = 0;
  std::uint64_t mismatches_ = 0;
  std::string first_mismatch_;
  std::array<std::uint64_t, kCategoryCount> seen_{};
};

}  // namespace bncheck::reference
