#pragma once

#include <cmath>

#include "cuda/formats.h"
#include "cuda/rounded/bits.h"
#include "rounding/long_sum.h"

/// Sums of floats or doubles and of products of two, without error: in the end integers, so that no
/// order of additions changes them. Digits of 32 bits are kept in counters of 64, and
/// Calculator::total carries. A value brings less than 2^34 to a digit of its block's stretch,
/// and that, of less than 2^20 values, as much to one of the channel.
namespace cuda {

/// Where the digits of sums begin, and how many there are, the last of which no value reaches.
/// Floats are multiples of 2^-149 below 2^128, products multiples of 2^-298 below 2^256. Sums of
/// 2^31 are below 2^308 and 2^585 of these.
template <class P>
struct DigitsOf {
  static constexpr int kLeastValue = -149, kLeastProduct = -298;
  static constexpr int kValues = 10, kProducts = 19;
};
/// Doubles are multiples of 2^-1074 below 2^1024: sums are below 2^2129 and 2^4227 of these.
template <>
struct DigitsOf<double> {
  static constexpr int kLeastValue = -1074, kLeastProduct = -2148;
  static constexpr int kValues = 68, kProducts = 134;
};
constexpr int kLeastValueExponent = DigitsOf<float>::kLeastValue,
              kLeastProductExponent = DigitsOf<float>::kLeastProduct;
constexpr int kValueDigits = DigitsOf<float>::kValues, kProductDigits = DigitsOf<float>::kProducts;

/// magnitude * 2^exponent, of a finite number.
struct Parts {
  std::uint64_t magnitude;
  std::int32_t exponent;
  bool is_negative;

  BN_DEVICE explicit Parts(double value) {
    const auto bits = bits_as<std::uint64_t>(value);
    const auto field = static_cast<std::int32_t>(bits >> 52 & 0x7ff);
    magnitude = (bits & ((std::uint64_t{1} << 52) - 1)) | std::uint64_t{field != 0} << 52;
    exponent = (field == 0 ? 1 : field) - 1075;
    is_negative = bits >> 63 != 0;
  }
};

/// Adds magnitude * 2^position, or takes it away.
template <class Context>
BN_DEVICE void add_at(Context& cx, std::int64_t* digits, int position, std::uint64_t magnitude,
                      bool is_negative) {
  const int shift = position & 31;
  const std::uint64_t rest = magnitude >> (32 - shift);
  const auto add = [&](std::int64_t* digit, std::uint64_t part) {
    const auto digit_part = static_cast<std::int64_t>(part & 0xffffffff);
    if (digit_part != 0) cx.add(digit, is_negative ? -digit_part : digit_part);
  };
  std::int64_t* const first = digits + position / 32;
  add(first, magnitude << shift);
  add(first + 1, rest);
  add(first + 2, rest >> 32);
}

/// Adds a multiple of 2^least_exponent to digits that others add to. What is not finite is left
/// out.
template <class Context>
BN_DEVICE void add_to_digits(Context& cx, std::int64_t* digits, int least_exponent, double value) {
  if (value == 0 || !std::isfinite(value)) return;
  const Parts parts(value);
  const int zeros = trailing_zeros(parts.magnitude);
  add_at(cx, digits, parts.exponent + zeros - least_exponent, parts.magnitude >> zeros,
         parts.is_negative);
}

/// Adds a product of two doubles that are finite.
template <class Context>
BN_DEVICE void add_product_to_digits(Context& cx, std::int64_t* digits, double a, double b) {
  if (a == 0 || b == 0) return;
  const Parts x(a), y(b);
  const int position = x.exponent + y.exponent - DigitsOf<double>::kLeastProduct;
  const auto product = static_cast<unsigned __int128>(x.magnitude) * y.magnitude;
  const bool is_negative = x.is_negative != y.is_negative;
  add_at(cx, digits, position, static_cast<std::uint64_t>(product), is_negative);
  add_at(cx, digits, position + 64, static_cast<std::uint64_t>(product >> 64), is_negative);
}

/// A sum of doubles that stays exact: where it would be rounded, what there is goes to the digits.
template <int kLeastExponent>
class ExactDouble {
 public:
  template <class Context>
  BN_DEVICE void add(Context& cx, std::int64_t* digits, double value) {
    const double sum = sum_ + value;
    // Of both differences, that with the larger number has no rounding (Dekker 1971).
    if (sum - sum_ == value && sum - value == sum_) {
      sum_ = sum;
    } else {
      flush(cx, digits);
      sum_ = value;
    }
  }

  template <class Context>
  BN_DEVICE void flush(Context& cx, std::int64_t* digits) {
    add_to_digits(cx, digits, kLeastExponent, sum_);
    sum_ = 0;
  }

 private:
  double sum_ = 0;
};

/// A thread's part of sums of finite numbers of type T, f32 or narrower, and of products of two:
/// kValueDigits and kProductDigits of shared or global memory, which are 0 at first, and right when
/// all threads have flushed. Either may be left out, if nothing is added. In double, 29 bits are
/// left for a sum of floats, so that few values of ordinary data reach the digits one by one.
template <class T>
class ExactSumOf {
 public:
  BN_DEVICE ExactSumOf(std::int64_t* value_digits, std::int64_t* product_digits)
      : value_digits_(value_digits), product_digits_(product_digits) {}

  template <class Context>
  BN_DEVICE void add(Context& cx, double value) {
    values_.add(cx, value_digits_, value);
  }

  /// Products have no rounding in double. Those of floats leave 5 bits there: sums are rounded, and
  /// the errors are summed without one.
  template <class Context>
  BN_DEVICE void add_product(Context& cx, double a, double b) {
    const double product = a * b;
    if constexpr (sizeof(T) == 2) {
      products_.add(cx, product_digits_, product);
    } else {
      const double error = rounding::LongSum::two_sum(rounded_, product);
      products_.add(cx, product_digits_, error);
    }
  }

  template <class Context>
  BN_DEVICE void flush(Context& cx) {
    values_.flush(cx, value_digits_);
    products_.flush(cx, product_digits_);
    add_to_digits(cx, product_digits_, kLeastProductExponent, rounded_);
    rounded_ = 0;
  }

 private:
  std::int64_t *value_digits_, *product_digits_;
  ExactDouble<kLeastValueExponent> values_;
  ExactDouble<kLeastProductExponent> products_;  // or what rounded_ lacks of their sum
  double rounded_ = 0;
};
using ExactSum = ExactSumOf<float>;

/// The same of doubles: sums are rounded, and the errors are summed, those of products with a
/// rounding again. What is left are sums without one, which ordinary data seldom leaves.
template <>
class ExactSumOf<double> {
 public:
  BN_DEVICE ExactSumOf(std::int64_t* value_digits, std::int64_t* product_digits)
      : value_digits_(value_digits), product_digits_(product_digits) {}

  template <class Context>
  BN_DEVICE void add(Context& cx, double value) {
    if (!(std::fabs(value) < kLargest)) {
      return add_to_digits(cx, value_digits_, Digits::kLeastValue, value);
    }
    value_errors_.add(cx, value_digits_, rounding::LongSum::two_sum(values_, value));
  }

  template <class Context>
  BN_DEVICE void add_product(Context& cx, double a, double b) {
    const double product = a * b, size = std::fabs(product);
    if (!(size >= kSmallest && size < kLargest)) {
      return add_product_to_digits(cx, product_digits_, a, b);
    }
    const double rest = std::fma(a, b, -product);
    const double error = rounding::LongSum::two_sum(products_, product);
    product_errors_.add(cx, product_digits_, rounding::LongSum::two_sum(errors_, error));
    product_errors_.add(cx, product_digits_, rounding::LongSum::two_sum(errors_, rest));
  }

  template <class Context>
  BN_DEVICE void flush(Context& cx) {
    value_errors_.flush(cx, value_digits_);
    product_errors_.flush(cx, product_digits_);
    add_to_digits(cx, value_digits_, Digits::kLeastValue, values_);
    add_to_digits(cx, product_digits_, Digits::kLeastProduct, products_);
    add_to_digits(cx, product_digits_, Digits::kLeastProduct, errors_);
    values_ = products_ = errors_ = 0;
  }

 private:
  using Digits = DigitsOf<double>;
  /// No sum of 2^31 overflows, and the rest of no product is below 2^-1074.
  static constexpr double kLargest = 0x1p960, kSmallest = 0x1p-960;

  std::int64_t *value_digits_, *product_digits_;
  double values_ = 0, products_ = 0, errors_ = 0;
  ExactDouble<Digits::kLeastValue> value_errors_;
  ExactDouble<Digits::kLeastProduct> product_errors_;
};

/// Adds a block's digits to those of all blocks, as a block. What is above 32 bits goes to the next
/// one, which is there, as no value reaches the last.
template <class Context>
BN_DEVICE void add_digits(Context& cx, std::int64_t* to, const std::int64_t* from, int count) {
  for (int i = cx.thread(); i < count; i += cx.threads()) {
    const std::int64_t half = std::int64_t{1} << 31, carry = (from[i] + half) >> 32;
    const std::int64_t rest = from[i] - carry * 2 * half;
    if (rest != 0) cx.add(to + i, rest);
    if (carry != 0) cx.add(to + i + 1, carry);
  }
}

}  // namespace cuda
