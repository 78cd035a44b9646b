#pragma once

#include "cuda/formats.h"

/// Sums of floats and of products of two, without error: integers, so that no order of additions
/// changes them. Digits of 32 bits are kept in 64, and what carries is left to Calculator::total.
/// Each of the 2^31 values that a sum may have adds less than 2^32 to a digit, or is among others
/// in what does.
namespace cuda {

/// Floats are multiples of 2^-149 below 2^128, and each thread's sum is at the seventh digit at
/// most, with three more; products are multiples of 2^-298 below 2^256, a thread's at the
/// fifteenth at most.
constexpr int kLeastValueExponent = -149, kLeastProductExponent = -298;
constexpr int kValueDigits = 10, kProductDigits = 18;

/// A finite float: mantissa * 2^(position - 149).
struct FloatParts {
  std::int32_t mantissa, position;

  BN_DEVICE explicit FloatParts(float value) {
    const auto bits = bits_as<std::uint32_t>(value);
    const auto field = static_cast<std::int32_t>(bits >> 23 & 0xff);
    const auto magnitude =
        static_cast<std::int32_t>((bits & 0x7fffff) | (field == 0 ? 0 : 0x800000));
    mantissa = bits >> 31 != 0 ? -magnitude : magnitude;
    position = field == 0 ? 0 : field - 1;
  }
};

/// A thread's sum of integers of kBits bits times 2^position, of which it keeps 128 bits from a
/// digit on; the rest is in digits that all threads add to. The 128 bits are below 2^126 in
/// magnitude before something below 2^118 is added.
template <int kBits>
class WindowSum {
 public:
  BN_DEVICE explicit WindowSum(std::int64_t* digits) : digits_(digits) {}

  template <class Context>
  BN_DEVICE void add(Context& cx, std::int64_t mantissa, std::int32_t position) {
    if (static_cast<std::uint32_t>(position - start_) > kMostShift || is_full()) {
      if (mantissa == 0) return;
      flush(cx);
      start_ = position < kUsualShift ? 0 : (position - kUsualShift) / 32 * 32;
    }
    sum_ += static_cast<unsigned __int128>(static_cast<__int128>(mantissa)) << (position - start_);
  }

  /// Adds what is kept to the digits.
  template <class Context>
  BN_DEVICE void flush(Context& cx) {
    if (sum_ == 0) return;
    const bool is_negative = static_cast<__int128>(sum_) < 0;
    unsigned __int128 rest = is_negative ? 0 - sum_ : sum_;
    sum_ = 0;
    for (std::int64_t* digit = digits_ + start_ / 32; rest != 0; ++digit, rest >>= 32) {
      const auto part = static_cast<std::int64_t>(static_cast<std::uint32_t>(rest));
      if (part != 0) cx.add(digit, is_negative ? -part : part);
    }
  }

 private:
  static constexpr std::uint32_t kMostShift = 118 - kBits;
  // Where a window begins, most of it is below the value: others are more often smaller.
  static constexpr std::int32_t kUsualShift = kMostShift - 32;
  static constexpr std::int32_t kNowhere = -4096;  // above which all values are

  BN_DEVICE bool is_full() const {
    const auto high = static_cast<std::uint64_t>(sum_ >> 64);
    return static_cast<std::int64_t>(high ^ high << 1) < 0;
  }

  std::int64_t* digits_;
  unsigned __int128 sum_ = 0;
  std::int32_t start_ = kNowhere;
};

/// A thread's part of sums of finite floats and of products: kValueDigits and kProductDigits of
/// shared or global memory, which are 0 at first, and right when all threads have flushed. Either
/// may be left out, if nothing is added.
class ExactSum {
 public:
  BN_DEVICE ExactSum(std::int64_t* value_digits, std::int64_t* product_digits)
      : values_(value_digits), products_(product_digits) {}

  template <class Context>
  BN_DEVICE void add(Context& cx, float value) {
    const FloatParts parts(value);
    values_.add(cx, parts.mantissa, parts.position);
  }
  template <class Context>
  BN_DEVICE void add_product(Context& cx, float a, float b) {
    const FloatParts first(a), second(b);
    products_.add(cx, static_cast<std::int64_t>(first.mantissa) * second.mantissa,
                  first.position + second.position);
  }
  template <class Context>
  BN_DEVICE void flush(Context& cx) {
    values_.flush(cx);
    products_.flush(cx);
  }

 private:
  WindowSum<24> values_;
  WindowSum<48> products_;
};

/// Adds a block's digits to those of all blocks, as a block.
template <class Context>
BN_DEVICE void add_digits(Context& cx, std::int64_t* to, const std::int64_t* from, int count) {
  for (int i = cx.thread(); i < count; i += cx.threads()) {
    if (from[i] != 0) cx.add(to + i, from[i]);
  }
}

}  // namespace cuda
