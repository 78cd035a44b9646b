#pragma once

#include "cuda/formats.h"
#include "cuda/rounded/bits.h"
#include "rounding/long_sum.h"

/// Sums of floats and of products of two, without error: in the end integers, so that no order of
/// additions changes them. Digits of 32 bits are kept in counters of 64, and Calculator::total
/// carries. A value brings less than 2^32 to a digit, alone or with others, so that 2^31 values are
/// below 2^63.
namespace cuda {

/// Floats are multiples of 2^-149 below 2^128, products multiples of 2^-298 below 2^256. Sums of
/// 2^31 are below 2^308 and 2^585 of these.
constexpr int kLeastValueExponent = -149, kLeastProductExponent = -298;
constexpr int kValueDigits = 10, kProductDigits = 19;

/// Adds a multiple of 2^least_exponent to digits that others add to. What is not finite is left
/// out.
template <class Context>
BN_DEVICE void add_to_digits(Context& cx, std::int64_t* digits, int least_exponent, double value) {
  const auto bits = bits_as<std::uint64_t>(value);
  const auto field = static_cast<std::int32_t>(bits >> 52 & 0x7ff);
  if (field == 0 || field == 0x7ff) return;
  std::uint64_t mantissa = (bits & ((std::uint64_t{1} << 52) - 1)) | std::uint64_t{1} << 52;
  const int zeros = trailing_zeros(mantissa);
  mantissa >>= zeros;
  const int position = field - 1075 + zeros - least_exponent, shift = position & 31;
  const std::uint64_t rest = mantissa >> (32 - shift);
  const bool is_negative = bits >> 63 != 0;
  const auto add = [&](std::int64_t* digit, std::uint64_t part) {
    const auto digit_part = static_cast<std::int64_t>(part & 0xffffffff);
    if (digit_part != 0) cx.add(digit, is_negative ? -digit_part : digit_part);
  };
  std::int64_t* const first = digits + position / 32;
  add(first, mantissa << shift);
  add(first + 1, rest);
  add(first + 2, rest >> 32);
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
  /// the errors are summed without one. A thread's first product has none, so
  /// that here, too, a digit gets no more parts than there are products.
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

/// Adds a block's digits to those of all blocks, as a block.
template <class Context>
BN_DEVICE void add_digits(Context& cx, std::int64_t* to, const std::int64_t* from, int count) {
  for (int i = cx.thread(); i < count; i += cx.threads()) {
    if (from[i] != 0) cx.add(to + i, from[i]);
  }
}

}  // namespace cuda
