#pragma once

#include "cuda/rounded/exact.h"

namespace cuda {

/// Limbs times 2^shift, one after the other.
class ShiftedLimbs {
 public:
  BN_DEVICE ShiftedLimbs(const Limbs& limbs, std::int32_t shift)
      : limbs_(limbs), next_(-(shift >> 5)), shift_(shift & 31) {}

  BN_DEVICE std::uint32_t next() {
    const std::uint32_t limb = limbs_.at(next_++);
    const std::uint64_t both = std::uint64_t{limb} << 32 | last_;
    last_ = limb;
    return static_cast<std::uint32_t>(both << shift_ >> 32);
  }

 private:
  Limbs limbs_;
  std::int32_t next_, shift_;
  std::uint32_t last_ = 0;
};

/// A number that is being made: limbs are appended. Those that come first and are 0 become part of
/// the exponent.
struct Draft {
  std::uint32_t* limbs = nullptr;  // null: there is no room
  std::int32_t size = 0, sign = 0, exponent = 0;

  BN_DEVICE void append(std::uint32_t limb) {
    if (limb == 0 && size == 0) {
      exponent += 32;
    } else {
      limbs[size++] = limb;
    }
  }
};

/// Makes numbers without error in memory that it is given, a stack of words: each number
/// takes two and one for each limb. Where that does not
/// suffice it says so and returns 0, and writes nothing beyond.
class Calculator {
 public:
  BN_DEVICE Calculator(std::uint32_t* memory, int words) : memory_(memory), words_(words) {}

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

  /// How many words numbers take. Releasing to a mark, of used() before, ends all that were made
  /// since; kept() does so but for one, which it moves there.
  BN_DEVICE int used() const { return used_; }
  BN_DEVICE void release(int mark) { used_ = mark; }
  BN_DEVICE Exact kept(Exact value, int mark);
  /// How many words have been needed at once.
  BN_DEVICE int peak() const { return peak_; }
  /// That some number found no room.
  BN_DEVICE bool overflowed() const { return overflowed_; }

 private:
  BN_DEVICE Exact made(std::uint64_t magnitude, int sign, int exponent);
  BN_DEVICE Draft room(int limbs, int sign, int exponent);
  BN_DEVICE Exact finished(Draft draft, bool is_below_zero);

  std::uint32_t* memory_;
  int words_, used_ = 0, peak_ = 0;
  bool overflowed_ = false;
};

/// Returns a draft with room for so many limbs, or none.
BN_DEVICE Draft Calculator::room(int limbs, int sign, int exponent) {
  const int words = limbs + Exact::kHeader;
  if (words > words_ - used_) {
    overflowed_ = true;
    return {};
  }
  if (used_ + words > peak_) peak_ = used_ + words;
  return {memory_ + used_ + Exact::kHeader, 0, sign, exponent};
}

/// Makes a number of the draft, whose limbs are a complement of two if it is below zero.
BN_DEVICE Exact Calculator::finished(Draft draft, bool is_below_zero) {
  if (is_below_zero) {
    draft.sign = -draft.sign;
    // The first limb is not 0, so that the carry ends there.
    if (draft.size > 0) draft.limbs[0] = 0 - draft.limbs[0];
    BN_ROLLED for (int i = 1; i < draft.size; ++i) draft.limbs[i] = ~draft.limbs[i];
  }
  BN_ROLLED while (draft.size > 0 && draft.limbs[draft.size - 1] == 0) draft.size -= 1;
  if (draft.size == 0) return {};
  std::uint32_t* const memory = memory_ + used_;
  memory[0] = static_cast<std::uint32_t>(draft.exponent);
  memory[1] = static_cast<std::uint32_t>(draft.size);
  used_ += Exact::kHeader + draft.size;
  return {memory, draft.sign};
}

BN_DEVICE Exact Calculator::made(std::uint64_t magnitude, int sign, int exponent) {
  if (magnitude == 0) return {};
  const int zeros = trailing_zeros(magnitude);
  magnitude >>= zeros;
  const auto high = static_cast<std::uint32_t>(magnitude >> 32);
  Draft draft = room(high != 0 ? 2 : 1, sign, exponent + zeros);
  if (draft.limbs == nullptr) return {};
  draft.append(static_cast<std::uint32_t>(magnitude));
  if (high != 0) draft.append(high);
  return finished(draft, false);
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
  const Limbs a_limbs = a.limbs(), b_limbs = b.limbs();
  const int a_exponent = a.exponent(), b_exponent = b.exponent();
  const int exponent = a_exponent < b_exponent ? a_exponent : b_exponent;
  const int a_end = a_exponent + 32 * a_limbs.size, b_end = b_exponent + 32 * b_limbs.size;
  const int limbs = ((a_end > b_end ? a_end : b_end) - exponent + 31) / 32 + 1;
  Draft sum = room(limbs, a.sign, exponent);
  if (sum.limbs == nullptr) return {};
  const bool differ = a.sign != b.sign;
  const std::uint32_t flip = differ ? 0xffffffffU : 0;
  std::uint64_t carry = differ ? 1 : 0;
  ShiftedLimbs first(a_limbs, a_exponent - exponent), second(b_limbs, b_exponent - exponent);
  BN_ROLLED for (int i = 0; i < limbs; ++i) {
    carry += std::uint64_t{first.next()} + (second.next() ^ flip);
    sum.append(static_cast<std::uint32_t>(carry));
    carry >>= 32;
  }
  return finished(sum, differ && carry == 0);
}

/// Column by column, so that no limb is written twice.
BN_DEVICE Exact Calculator::times(const Exact& a, const Exact& b) {
  if (a.sign == 0 || b.sign == 0) return {};
  const Limbs x = a.limbs(), y = b.limbs();
  const int limbs = x.size + y.size;
  Draft product = room(limbs, a.sign * b.sign, a.exponent() + b.exponent());
  if (product.limbs == nullptr) return {};
  std::uint64_t low = 0;
  std::uint32_t high = 0;
  BN_ROLLED for (int column = 0; column < limbs; ++column) {
    const int first = column < y.size ? 0 : column - y.size + 1;
    const int last = column < x.size ? column : x.size - 1;
    BN_ROLLED for (int i = first; i <= last; ++i) {
      const std::uint64_t term = std::uint64_t{x.first[i]} * y.first[column - i];
      low += term;
      high += low < term ? 1 : 0;
    }
    product.append(static_cast<std::uint32_t>(low));
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
  Draft sum = room(count - first + 1, 1, least_exponent + 32 * first);
  if (sum.limbs == nullptr) return {};
  std::int64_t carry = 0;  // from -2^31 - 1 to 2^31
  BN_ROLLED for (int i = first; i < count; ++i) {
    const std::int64_t low = carry + static_cast<std::uint32_t>(digits[i]);
    sum.append(static_cast<std::uint32_t>(low));
    carry = (low >> 32) + (digits[i] >> 32);
  }
  sum.append(static_cast<std::uint32_t>(carry));
  return finished(sum, carry < 0);
}

BN_DEVICE Exact Calculator::kept(Exact value, int mark) {
  used_ = mark;
  if (value.sign == 0) return value;
  std::uint32_t* const to = memory_ + mark;
  const int words = Exact::kHeader + value.size();
  BN_ROLLED for (int i = 0; i < words; ++i) to[i] = value.memory[i];
  used_ += words;
  value.memory = to;
  return value;
}

}  // namespace cuda
