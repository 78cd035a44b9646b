#pragma once

#include "cuda/rounded/calculator.h"
#include "rounding/found_key.h"
#include "rounding/long_near.h"

namespace cuda {

using rounding::Format;
using rounding::LongNear;
using rounding::Near;

BN_DEVICE Format format_of(float) { return rounding::kFloat32; }
BN_DEVICE Format format_of(Float16) { return rounding::kFloat16; }
BN_DEVICE Format format_of(BFloat16) { return rounding::kBFloat16; }

/// Returns the number of a key (rounding/format.h); zero is positive.
BN_DEVICE std::uint32_t bits_of(std::int32_t key, std::uint32_t sign) {
  return key < 0 ? static_cast<std::uint32_t>(-key) | sign : static_cast<std::uint32_t>(key);
}
BN_DEVICE void number_of(std::int32_t key, float& to) {
  to = bits_as<float>(bits_of(key, 0x80000000U));
}
template <class Half>
BN_DEVICE void number_of(std::int32_t key, Half& to) {
  to.bits = static_cast<std::uint16_t>(bits_of(key, 0x8000U));
}

BN_DEVICE LongNear near_of(const Exact& value) {
  const Leading found = leading(value);
  const double radius = found.exact ? 0 : 0x1p-104 * std::fabs(found.high) + rounding::kUnderflow;
  return {found.high, found.low, radius};
}

/// (whole + part / sqrt(z)) / divisor, z and divisor positive: what every answer of batch norm is,
/// as in cpu/rounded/surd.h.
struct Surd {
  Exact whole, part, divisor, z;
};

/// Returns the sign of surd - bound.
BN_DEVICE int compared(Calculator& calculator, const Surd& surd, const Exact& bound) {
  const Exact rest = calculator.minus(surd.whole, calculator.times(bound, surd.divisor));
  if (rest.sign == 0 || surd.part.sign == 0 || rest.sign == surd.part.sign) {
    return rest.sign != 0 ? rest.sign : surd.part.sign;
  }
  // The signs differ: the larger square wins.
  const Exact square = calculator.times(calculator.times(rest, rest), surd.z);
  const int larger = calculator.minus(square, calculator.times(surd.part, surd.part)).sign;
  return larger == 0 ? 0 : larger > 0 ? rest.sign : surd.part.sign;
}

/// Returns the nearest number of type T, ties to even; the nearer the guess, the sooner.
template <class T>
BN_DEVICE T nearest(Calculator& calculator, const Surd& surd, double guess) {
  const Format format = format_of(T());
  const auto value = [&](std::int32_t key) {
    return key < 0 ? -format.number(-key) : format.number(key);
  };
  // Says whether the surd rounds to a larger number than key's.
  const auto is_above = [&](std::int32_t key) {
    const int mark = calculator.used();
    const Exact twice =
        calculator.plus(calculator.number(value(key)), calculator.number(value(key + 1)));
    const int sign = compared(calculator, surd, calculator.times(twice, calculator.number(0.5)));
    calculator.release(mark);
    return sign > 0 || (sign == 0 && key % 2 != 0);
  };
  const std::int32_t near = format.key_below(std::fabs(guess));
  T result;
  number_of(rounding::found_key(guess < 0 ? -near - 1 : near, format.infinity(), is_above), result);
  return result;
}

}  // namespace cuda
