#include "cpu/rounded/fixed_sum.h"

#include <bit>

namespace cpu {
namespace {

constexpr int kDigitBits = 32;
constexpr std::int64_t kDigit = std::int64_t{1} << kDigitBits;
// A digit is given two numbers below 2^32 each time: 2^30 times would do.
constexpr int kMostAdditions = 1 << 20;

/// A double as mantissa * 2^(position - 1074).
struct Fixed {
  std::uint64_t mantissa;
  int position;
  bool is_negative;

  explicit Fixed(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const int exponent = static_cast<int>(bits >> 52 & 0x7ff);
    const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
    mantissa = exponent == 0 ? fraction : fraction | std::uint64_t{1} << 52;
    position = exponent == 0 ? 0 : exponent - 1;
    is_negative = bits >> 63 != 0;
  }
};

template <class Sum>
void add_value(Sum& sum, const Fixed& a) {
  sum.add(a.mantissa, a.position, a.is_negative);
}
template <class Sum>
void add_product(Sum& sum, const Fixed& a, const Fixed& b) {
  if (a.mantissa == 0 || b.mantissa == 0) return;
  sum.add(static_cast<unsigned __int128>(a.mantissa) * b.mantissa, a.position + b.position,
          a.is_negative != b.is_negative);
}

}  // namespace

template <int kDigits>
void FixedSum<kDigits>::add(unsigned __int128 magnitude, int position, bool is_negative) {
  const int shift = position % kDigitBits;
  auto digit = static_cast<std::size_t>(position / kDigitBits);
  const std::int64_t sign = is_negative ? -1 : 1;
  // Shifting takes the product of two doubles, of 106 bits, beyond 128.
  for (; magnitude != 0; magnitude >>= 64, digit += 2) {
    unsigned __int128 part = static_cast<unsigned __int128>(static_cast<std::uint64_t>(magnitude))
                             << shift;
    for (std::size_t i = digit; part != 0; part >>= kDigitBits, ++i) {
      digits_[i] += sign * static_cast<std::int64_t>(part & (kDigit - 1));
    }
  }
  if (++additions_ == kMostAdditions) carry();
}

template <int kDigits>
void FixedSum<kDigits>::carry() {
  for (std::size_t i = 0; i + 1 < kDigits; ++i) {
    const std::int64_t over = digits_[i] >> kDigitBits;
    digits_[i] -= over * kDigit;
    digits_[i + 1] += over;
  }
  additions_ = 0;
}

template <int kDigits>
Binary FixedSum<kDigits>::total() const {
  std::size_t first = 0;
  while (first < kDigits && digits_[first] == 0) ++first;
  Integer total = 0;
  for (std::size_t i = kDigits; i > first; --i) total = (total << kDigitBits) + digits_[i - 1];
  return {std::move(total), least_ + static_cast<int>(first) * kDigitBits};
}

template class FixedSum<68>;
template class FixedSum<134>;

void DoubleChannelSums::add(double x, double dy, double ddx) {
  const Fixed value(x), gradient(dy), second(ddx);
  add_value(x_, value);
  add_product(x_x_, value, value);
  if (gradient.mantissa != 0) {
    add_value(dy_, gradient);
    add_product(dy_x_, gradient, value);
    add_product(both_, gradient, second);
  }
  if (second.mantissa != 0) {
    add_value(ddx_, second);
    add_product(ddx_x_, second, value);
  }
}

ChannelTotals DoubleChannelSums::totals() const {
  return {x_.total(),   x_x_.total(),   dy_.total(),  dy_x_.total(),
          ddx_.total(), ddx_x_.total(), both_.total()};
}

}  // namespace cpu
