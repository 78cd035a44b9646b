#include "cpu/rounded/surd.h"

#include <utility>

#include "cpu/rounded/numbers.h"

namespace cpu {
namespace {

Integer scaled(const Integer& value, int bits) { return value << static_cast<unsigned>(bits); }

Binary signed_number(const Format& format, std::int32_t key) {
  return key < 0 ? -format.number(-key) : format.number(key);
}

}  // namespace

Binary::Binary(double value) {
  int power = 0;
  constexpr int kDigits = 53;
  mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(value, &power), kDigits));
  exponent = power - kDigits;
}

LongNear Binary::leading() const {
  const Integer size = abs(mantissa);
  constexpr int kDigits = 53;
  const int bits = sign() == 0 ? 0 : static_cast<int>(msb(size)) + 1;
  const int rest = std::max(bits - 2 * kDigits, 0);
  const Integer top = size >> static_cast<unsigned>(rest + kDigits);
  const Integer next = (size >> static_cast<unsigned>(rest)) - scaled(top, kDigits);
  LongSum sum;
  sum.add(
      std::ldexp(static_cast<double>(static_cast<std::int64_t>(top)), exponent + rest + kDigits));
  sum.add(std::ldexp(static_cast<double>(static_cast<std::int64_t>(next)), exponent + rest));
  sum.normalize();
  const double radius = 0x1p-104 * sum.high() + kUnderflow;
  return {sign() * sum.high(), sign() * sum.low(), radius};
}

Binary operator+(const Binary& a, const Binary& b) {
  if (a.sign() == 0) return b;
  if (b.sign() == 0) return a;
  if (a.exponent < b.exponent) return b + a;
  return {scaled(a.mantissa, a.exponent - b.exponent) + b.mantissa, b.exponent};
}
Binary operator-(const Binary& a, const Binary& b) { return a + Binary(-b.mantissa, b.exponent); }
Binary operator*(const Binary& a, const Binary& b) {
  return {a.mantissa * b.mantissa, a.exponent + b.exponent};
}

LongNear Surd::near(const Radicand& root) const {
  const LongNear inverse = inverse_sqrt(divisor.leading());
  LongNear sum = whole.leading();
  if (part.sign() != 0) sum = sum + part.leading() * root.inverse_root;
  return sum * inverse * inverse;
}

int Surd::compare(const Radicand& root, const Binary& bound) const {
  const Binary rest = whole - bound * divisor;
  if (rest.sign() == 0 || part.sign() == 0 || rest.sign() == part.sign()) {
    return rest.sign() != 0 ? rest.sign() : part.sign();
  }
  // The signs differ: the larger square wins.
  const int larger = (rest * rest * root.z - part * part).sign();
  return larger == 0 ? 0 : larger > 0 ? rest.sign() : part.sign();
}

std::int32_t Surd::rounded(const Radicand& root, const Format& format) const {
  const auto middle_above = [&](std::int32_t key) {
    return (signed_number(format, key) + signed_number(format, key + 1)) * Binary(0.5);
  };
  // Says whether the value rounds to a larger number than key's.
  const auto is_above = [&](std::int32_t key) {
    const int sign = compare(root, middle_above(key));
    return sign > 0 || (sign == 0 && key % 2 != 0);
  };
  const double guess = near(root).high;
  const std::int32_t near = format.key_below(std::fabs(guess));
  return found_key(guess < 0 ? -near - 1 : near, format.infinity(), is_above);
}

}  // namespace cpu
