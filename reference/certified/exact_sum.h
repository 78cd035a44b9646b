#pragma once

#include <array>
#include <cstdint>

#include "reference/certified/dyadic.h"

namespace bncheck::reference {

/// The exact sum of doubles and of products of two doubles: a fixed-point number wide enough for
/// all of them, so that neither the order nor the grouping of the terms matters (Kulisch's long
/// accumulator; the digits overlap, as in Neal, arXiv:1505.05571, so that carries can wait).
class ExactSum {
 public:
  /// Adds a finite number.
  void add(double value);

  /// Adds a * b, both finite.
  void add_product(double a, double b);

  /// Adds what another accumulator holds.
  void merge(const ExactSum& other);

  Dyadic value() const;

 protected:  // what a test reaches, so that it need not add 2^28 terms
  // A term changes a digit by less than 2^34, so that 2^28 terms keep it below 2^63.
  static constexpr std::int64_t kMostWaiting = std::int64_t{1} << 28U;

  // The last bit of a product of two subnormals is 2^-2148; 2^31 products below 2^2048 stay below
  // 2^2079 (docs/numerics.md, 10.2).
  static constexpr int kLowest = -2176;
  static constexpr int kDigitBits = 32;
  static constexpr std::size_t kDigitCount = (2079 - kLowest) / kDigitBits + 3;

  // Digit k weighs 2^(kLowest + 32 k). After carry() all but the last lie in [0, 2^32).
  std::array<std::int64_t, kDigitCount> digits_{};
  std::int64_t waiting_ = 0;  // terms since the last carry

 private:
  void deposit(std::int64_t mantissa, int exponent);
  void count_one();
  void carry();

  std::size_t first_ = kDigitCount;  // the digits that may not be zero: first_ .. last_
  std::size_t last_ = 0;
};

}  // namespace bncheck::reference
