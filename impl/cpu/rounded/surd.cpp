#include "cpu/rounded/surd.h"

#include <algorithm>
#include <utility>

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

Wide Surd::approximation(const Radicand& root) const {
  if (part.sign() == 0) return whole.wide() / divisor.wide();
  return (whole.wide() + part.wide() * root.inverse_root) / divisor.wide();
}

Near Surd::near(const Radicand& root) const {
  // Where the two terms cancel, more than the last bit of a double could be wrong: by less than
  // 2^-300 of them.
  const Wide value = approximation(root);
  const Wide terms = abs(whole.wide() / divisor.wide()) + abs(value);
  return once_rounded(static_cast<double>(value), static_cast<double>(ldexp(terms, -300)));
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
  const auto guess = static_cast<double>(approximation(root));
  const std::int32_t near = format.key_below(std::fabs(guess));
  std::int32_t low = guess < 0 ? -near - 1 : near, high = low + 1;
  const std::int32_t most = format.infinity();
  // Nearly always one of the two; else a search, in steps that double.
  for (std::int32_t step = 1; low > -most && !is_above(low - 1); step *= 2) {
    high = low;
    low = low > step - most ? low - step : -most;
  }
  for (std::int32_t step = 1; high < most && is_above(high); step *= 2) {
    low = high;
    high = high < most - step ? high + step : most;
  }
  low = std::max(low, -most), high = std::min(high, most);
  while (low < high) {
    const std::int32_t key = low + (high - low) / 2;
    is_above(key) ? low = key + 1 : high = key;
  }
  return low;
}

}  // namespace cpu
