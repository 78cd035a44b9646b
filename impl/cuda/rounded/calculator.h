#pragma once

#include "cuda/rounded/exact.h"

namespace cuda {

/// The limbs of a number times 2^shift, one after the other.
class ShiftedLimbs {
 public:
  BN_DEVICE ShiftedLimbs(const Exact& value, std::int32_t shift)
      : value_(value), next_(-(shift >> 5)), shift_(shift & 31) {}

  BN_DEVICE std::uint32_t next() {
    const std::uint32_t limb = value_.limb(next_++);
    const std::uint64_t both = std::uint64_t{limb} << 32 | last_;
    last_ = limb;
    return static_cast<std::uint32_t>(both << shift_ >> 32);
  }

 private:
  Exact value_;
  std::int32_t next_, shift_;
  std::uint32_t last_ = 0;
};

/// Makes numbers without error in memory that it is given, a stack of limbs. Where that does not
/// suffice it says so and returns 0, and writes nothing beyond.
class Calculator {
 public:
  BN_DEVICE Calculator(std::uint32_t* memory, int limbs) : memory_(memory), limbs_(limbs) {}

  /// Of a finite number.
  BN_DEVICE Exact number(double value);
  BN_DEVICE Exact whole(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return made(value < 0 ? 0 - bits : bits, value < 0 ? -1 : 1, 0);
  }
  /// Results may lie where operands do, of which none changes.
  BN_DEVICE Exact negative(Exact value) const {
    value.sign = -value.sign;
    return value;
  }
  BN_DEVICE Exact plus(const Exact& a, const Exact& b);
  BN_DEVICE Exact minus(const Exact& a, const Exact& b) { return plus(a, negative(b)); }
  BN_DEVICE Exact times(const Exact& a, const Exact& b);
  /// Returns the sum of digits[i] * 2^(32 i + least_exponent): digits have signs and any size.
  BN_DEVICE Exact total(const std::int64_t* digits, int count, int least_exponent);

  /// How many limbs numbers take. Releasing to a mark, of used() before, ends all that were made
  /// since; kept() does so but for one, which it moves there.
  BN_DEVICE int used() const { return used_; }
  BN_DEVICE void release(int mark) { used_ = mark; }
  BN_DEVICE Exact kept(Exact value, int mark);
  /// How many limbs have been needed at once.
  BN_DEVICE int peak() const { return peak_; }
  /// That some number found no room.
  BN_DEVICE bool overflowed() const { return overflowed_; }

 private:
  BN_DEVICE Exact made(std::uint64_t magnitude, int sign, int exponent);
  BN_DEVICE Exact room(int limbs, int sign, int exponent);
  BN_DEVICE Exact finished(Exact value, bool is_below_zero);

  /// Appends a limb; those that come first and are 0 become part of the exponent.
  BN_DEVICE static void append(Exact& value, std::uint32_t limb) {
    if (limb == 0 && value.size == 0) {
      value.exponent += 32;
    } else {
      value.limbs[value.size++] = limb;
    }
  }

  std::uint32_t* memory_;
  int limbs_, used_ = 0, peak_ = 0;
  bool overflowed_ = false;
};

/// Returns a number without limbs, with room for so many; without memory, if there is none left.
BN_DEVICE Exact Calculator::room(int limbs, int sign, int exponent) {
  if (limbs > limbs_ - used_) {
    overflowed_ = true;
    return {};
  }
  if (used_ + limbs > peak_) peak_ = used_ + limbs;
  return {memory_ + used_, 0, sign, exponent};
}

/// Takes a number whose limbs are appended, as a complement of two if it is below zero.
BN_DEVICE Exact Calculator::finished(Exact value, bool is_below_zero) {
  if (is_below_zero) {
    value.sign = -value.sign;
    // The first limb is not 0, so that the carry ends there.
    if (value.size > 0) value.limbs[0] = 0 - value.limbs[0];
    BN_ROLLED for (int i = 1; i < value.size; ++i) value.limbs[i] = ~value.limbs[i];
  }
  BN_ROLLED while (value.size > 0 && value.limbs[value.size - 1] == 0) value.size -= 1;
  used_ += value.size;
  if (value.size == 0) return {};
  return value;
}

BN_DEVICE Exact Calculator::made(std::uint64_t magnitude, int sign, int exponent) {
  if (magnitude == 0) return {};
  const int zeros = trailing_zeros(magnitude);
  magnitude >>= zeros;
  const auto high = static_cast<std::uint32_t>(magnitude >> 32);
  Exact value = room(high != 0 ? 2 : 1, sign, exponent + zeros);
  if (value.sign == 0) return value;
  append(value, static_cast<std::uint32_t>(magnitude));
  if (high != 0) append(value, high);
  return finished(value, false);
}

BN_DEVICE Exact Calculator::number(double value) {
  const auto bits = bits_as<std::uint64_t>(value);
  const auto field = static_cast<std::int32_t>(bits >> 52 & 0x7ff);
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
  const std::uint64_t magnitude = field == 0 ? fraction : fraction | std::uint64_t{1} << 52;
  return made(magnitude, bits >> 63 != 0 ? -1 : 1, (field == 0 ? 1 : field) - 1075);
}

/// Where signs differ, b's complement is added.
BN_DEVICE Exact Calculator::plus(const Exact& a, const Exact& b) {
  if (a.sign == 0) return b;
  if (b.sign == 0) return a;
  const int exponent = a.exponent < b.exponent ? a.exponent : b.exponent;
  const int end = a.end() > b.end() ? a.end() : b.end();
  const int limbs = (end - exponent + 31) / 32 + 1;
  Exact sum = room(limbs, a.sign, exponent);
  if (sum.sign == 0) return sum;
  const bool differ = a.sign != b.sign;
  const std::uint32_t flip = differ ? 0xffffffffU : 0;
  std::uint64_t carry = differ ? 1 : 0;
  ShiftedLimbs a_limbs(a, a.exponent - exponent), b_limbs(b, b.exponent - exponent);
  BN_ROLLED for (int i = 0; i < limbs; ++i) {
    carry += std::uint64_t{a_limbs.next()} + (b_limbs.next() ^ flip);
    append(sum, static_cast<std::uint32_t>(carry));
    carry >>= 32;
  }
  return finished(sum, differ && carry == 0);
}

/// Column by column, so that no limb is written twice.
BN_DEVICE Exact Calculator::times(const Exact& a, const Exact& b) {
  if (a.sign == 0 || b.sign == 0) return {};
  const int limbs = a.size + b.size;
  Exact product = room(limbs, a.sign * b.sign, a.exponent + b.exponent);
  if (product.sign == 0) return product;
  std::uint64_t low = 0;
  std::uint32_t high = 0;
  BN_ROLLED for (int column = 0; column < limbs; ++column) {
    const int first = column < b.size ? 0 : column - b.size + 1;
    const int last = column < a.size ? column : a.size - 1;
    BN_ROLLED for (int i = first; i <= last; ++i) {
      const std::uint64_t term = std::uint64_t{a.limbs[i]} * b.limbs[column - i];
      low += term;
      high += low < term ? 1 : 0;
    }
    append(product, static_cast<std::uint32_t>(low));
    low = low >> 32 | std::uint64_t{high} << 32;
    high = 0;
  }
  return finished(product, false);
}

BN_DEVICE Exact Calculator::total(const std::int64_t* digits, int count, int least_exponent) {
  int first = 0;
  BN_ROLLED while (count > 0 && digits[count - 1] == 0) count -= 1;
  BN_ROLLED while (first < count && digits[first] == 0) first += 1;
  if (first == count) return {};
  Exact sum = room(count - first + 1, 1, least_exponent + 32 * first);
  if (sum.sign == 0) return sum;
  std::int64_t carry = 0;  // from -2^31 - 1 to 2^31
  BN_ROLLED for (int i = first; i < count; ++i) {
    const std::int64_t low = carry + static_cast<std::uint32_t>(digits[i]);
    append(sum, static_cast<std::uint32_t>(low));
    carry = (low >> 32) + (digits[i] >> 32);
  }
  append(sum, static_cast<std::uint32_t>(carry));
  return finished(sum, carry < 0);
}

BN_DEVICE Exact Calculator::kept(Exact value, int mark) {
  std::uint32_t* const to = memory_ + mark;
  used_ = mark + value.size;
  BN_ROLLED for (int i = 0; i < value.size; ++i) to[i] = value.limbs[i];
  value.limbs = to;
  return value;
}

}  // namespace cuda
