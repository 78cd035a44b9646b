#include "reference/certified/exact_sum.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/error.h"

namespace bncheck::reference {
namespace {

using Wide = __int128;

constexpr std::uint64_t kDigitMask = 0xffffffffU;

/// A finite double as mantissa * 2^exponent.
struct Parts {
  std::int64_t mantissa;
  int exponent;
};

Parts parts_of(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const int biased = static_cast<int>(bits >> 52U & 0x7ffU);
  auto mantissa = static_cast<std::int64_t>(bits & 0xfffffffffffffU);
  if (biased != 0) mantissa |= std::int64_t{1} << 52U;
  return {bits >> 63U != 0 ? -mantissa : mantissa, std::max(biased, 1) - 1075};
}

}  // namespace

void ExactSum::deposit(std::int64_t mantissa, int exponent) {
  if (mantissa == 0) return;  // keeps the digits in use few: zeros come with any exponent
  const auto place = static_cast<unsigned>(exponent - kLowest);
  const Wide shifted = static_cast<Wide>(mantissa) << (place % kDigitBits);
  const std::size_t lowest = place / kDigitBits;
  first_ = std::min(first_, lowest);
  last_ = std::max(last_, lowest + 2);
  std::int64_t* digit = digits_.data() + lowest;
  digit[0] += static_cast<std::int64_t>(static_cast<std::uint64_t>(shifted) & kDigitMask);
  digit[1] += static_cast<std::int64_t>(static_cast<std::uint64_t>(shifted >> 32) & kDigitMask);
  digit[2] += static_cast<std::int64_t>(shifted >> 64);
}

void ExactSum::count_one() {
  if (++waiting_ == kMostWaiting) carry();
}

void ExactSum::add(double value) {
  BN_ASSERT(std::isfinite(value));
  const Parts parts = parts_of(value);
  deposit(parts.mantissa, parts.exponent);
  count_one();
}

void ExactSum::add_product(double a, double b) {
  BN_ASSERT(std::isfinite(a) && std::isfinite(b));
  const Parts left = parts_of(a);
  const Parts right = parts_of(b);
  const Wide product = static_cast<Wide>(left.mantissa) * right.mantissa;
  constexpr int kHalf = 62;
  constexpr Wide kMask = (Wide{1} << kHalf) - 1;
  const int exponent = left.exponent + right.exponent;
  deposit(static_cast<std::int64_t>(product & kMask), exponent);
  deposit(static_cast<std::int64_t>(product >> kHalf), exponent + kHalf);
  count_one();
}

/// Carries from digit to digit, as far as the last one that is not zero, which keeps the sign.
void ExactSum::carry() {
  for (std::size_t k = first_; k <= last_ && k + 1 < kDigitCount; ++k) {
    const std::int64_t over = digits_[k] >> kDigitBits;
    if (k == last_ && (over == 0 || over == -1)) break;
    digits_[k] -= over << kDigitBits;
    digits_[k + 1] += over;
    if (k == last_) ++last_;
  }
  waiting_ = 0;
}

void ExactSum::merge(const ExactSum& other) {
  carry();
  ExactSum carried = other;
  carried.carry();
  first_ = std::min(first_, carried.first_);
  last_ = std::max(last_, carried.last_);
  for (std::size_t k = first_; k <= last_; ++k) digits_[k] += carried.digits_[k];
  waiting_ = 1;
}

Dyadic ExactSum::value() const {
  if (first_ > last_) return {};
  ExactSum sum;  // copies what is in use, of either sign
  sum.first_ = first_;
  sum.last_ = last_;
  std::copy(digits_.begin() + first_, digits_.begin() + last_ + 1, sum.digits_.begin() + first_);
  sum.carry();
  const bool negative = sum.digits_[sum.last_] < 0;
  if (negative) {
    for (std::size_t k = first_; k <= sum.last_; ++k) sum.digits_[k] = -sum.digits_[k];
    sum.carry();
  }
  std::array<std::uint32_t, kDigitCount> words;
  for (std::size_t k = first_; k <= sum.last_; ++k) {
    words[k] = static_cast<std::uint32_t>(sum.digits_[k]);
  }
  Integer mantissa;
  import_bits(mantissa, words.begin() + first_, words.begin() + sum.last_ + 1, kDigitBits, false);
  const int exponent = kLowest + kDigitBits * static_cast<int>(first_);
  return {negative ? Integer(-mantissa) : std::move(mantissa), exponent};
}

}  // namespace bncheck::reference
