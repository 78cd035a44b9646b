// Doubles for surds, whose integers may be far outside of the range of double.
#include <bit>
#include <cmath>

#include "cpu/rounded/numbers.h"
#include "cpu/rounded/surd.h"

namespace cpu {
namespace {

/// number * 2^exponent, the number below 1 and, but for 0, above 2^-2.
struct Scaled {
  LongNear number;
  int exponent = 0;

  Scaled(LongNear value, int power) : number(value), exponent(power) {}
  explicit Scaled(const Binary& binary) {
    if (binary.sign() == 0) return;
    const Integer size = abs(binary.mantissa);
    constexpr int kDigits = 53, kWords = 2 * kDigits;
    const int bits = static_cast<int>(msb(size)) + 1;
    const Integer first = bits < kWords ? Integer(size << static_cast<unsigned>(kWords - bits))
                                        : Integer(size >> static_cast<unsigned>(bits - kWords));
    const auto high = static_cast<std::int64_t>(first >> kDigits);
    const auto low = static_cast<std::int64_t>(first & ((std::int64_t{1} << kDigits) - 1));
    LongSum sum;
    sum.add(std::ldexp(static_cast<double>(high), -kDigits));
    sum.add(std::ldexp(static_cast<double>(low), -kWords));
    sum.normalize();
    number = LongNear(sum);
    number.radius += bits > kWords ? std::ldexp(1.0, -kWords) : 0;
    if (binary.sign() < 0) number = -number;
    exponent = binary.exponent + bits;
  }
};

/// What becomes too small for a double is within the radius.
LongNear times_power(const LongNear& a, int exponent) {
  const int power = std::clamp(exponent, -2200, 2200);
  const double high = std::ldexp(a.high, power), low = std::ldexp(a.low, power);
  const double radius = std::ldexp(a.radius, power);
  const bool is_exact =
      a.radius == 0 && std::ldexp(high, -power) == a.high && std::ldexp(low, -power) == a.low;
  return {high, low, is_exact ? 0 : radius + 0x1p-1073};
}

Scaled operator*(const Scaled& a, const Scaled& b) {
  return {a.number * b.number, a.exponent + b.exponent};
}
Scaled operator+(const Scaled& a, const Scaled& b) {
  if (a.number.high == 0) return b;
  if (b.number.high == 0) return a;
  const int exponent = std::max(a.exponent, b.exponent);
  return {
      times_power(a.number, a.exponent - exponent) + times_power(b.number, b.exponent - exponent),
      exponent};
}
Scaled inverse_sqrt(const Scaled& a) {
  const int odd = a.exponent % 2 != 0 ? 1 : 0;
  return {inverse_sqrt(times_power(a.number, odd)), -(a.exponent - odd) / 2};
}

/// Keys as those of Format, with 64 bits.
constexpr std::int64_t kInfinity = 0x7ff0000000000000;

std::int64_t key_of(double value) {
  const auto key = std::bit_cast<std::int64_t>(std::fabs(value));
  return value < 0 ? -key : key;
}
double number_of(std::int64_t key) {
  const auto value = std::bit_cast<double>(key < 0 ? -key : key);
  return key < 0 ? -value : value;
}
Binary binary_of(std::int64_t key) {
  if (key == kInfinity) return {Integer(1), 1024};
  if (key == -kInfinity) return {Integer(-1), 1024};
  return number_of(key);
}

}  // namespace

LongNear Surd::enclosed(const Radicand& root) const {
  Scaled sum(whole);
  if (part.sign() != 0) sum = sum + Scaled(part) * inverse_sqrt(Scaled(root.z));
  const Scaled inverse = inverse_sqrt(Scaled(divisor));
  sum = sum * inverse * inverse;
  return times_power(sum.number, sum.exponent);
}

double Surd::nearest(const Radicand& root) const {
  const auto middle_above = [](std::int64_t key) {
    return (binary_of(key) + binary_of(key + 1)) * Binary(0.5);
  };
  // Says whether the value rounds to a larger number than key's.
  const auto is_above = [&](std::int64_t key) {
    const int sign = compare(root, middle_above(key));
    return sign > 0 || (sign == 0 && key % 2 != 0);
  };
  const LongNear guess = enclosed(root);
  const bool is_good = guess.radius <= std::fabs(guess.high);
  return number_of(found_key(is_good ? key_of(guess.high) : 0, kInfinity, is_above));
}

}  // namespace cpu
