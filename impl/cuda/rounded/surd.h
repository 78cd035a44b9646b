#pragma once

#include "cuda/rounded/calculator.h"
#include "cuda/rounded/scaled_near.h"
#include "rounding/found_key.h"

namespace cuda {

using rounding::Format;
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

/// The numbers of a type in their order, by key.
template <class T>
struct Keys {
  using Key = std::int32_t;

  Format format = format_of(T());

  BN_DEVICE Key infinity() const { return format.infinity(); }
  BN_DEVICE Key below(double magnitude) const { return format.key_below(magnitude); }
  BN_DEVICE double magnitude(Key key) const { return format.number(key); }
};
/// A double's own bits; what rounding overflows to, 2^1024, is Calculator's infinity, too.
template <>
struct Keys<double> {
  using Key = std::int64_t;

  BN_DEVICE Key infinity() const { return 0x7ff0000000000000; }
  BN_DEVICE Key below(double magnitude) const { return bits_as<Key>(magnitude); }
  BN_DEVICE double magnitude(Key key) const { return bits_as<double>(key); }
};
BN_DEVICE void number_of(std::int64_t key, double& to) {
  to = key < 0 ? -bits_as<double>(-key) : bits_as<double>(key);
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
  using Key = typename Keys<T>::Key;
  const Keys<T> keys;
  const auto value = [&](Key key) { return key < 0 ? -keys.magnitude(-key) : keys.magnitude(key); };
  // Says whether the surd rounds to a larger number than key's.
  const auto is_above = [&](Key key) {
    const int mark = calculator.used();
    const Exact twice =
        calculator.plus(calculator.number(value(key)), calculator.number(value(key + 1)));
    const int sign = compared(calculator, surd, calculator.times(twice, calculator.number(0.5)));
    calculator.release(mark);
    return sign > 0 || (sign == 0 && key % 2 != 0);
  };
  const Key near = keys.below(std::fabs(guess));
  T result;
  number_of(rounding::found_key(guess < 0 ? -near - 1 : near, keys.infinity(), is_above), result);
  return result;
}

/// Returns an interval that holds it, however large or small its parts are.
BN_DEVICE LongNear enclosed(const Surd& surd) {
  ScaledNear sum = scaled_near_of(surd.whole);
  if (surd.part.sign != 0) {
    sum = sum + scaled_near_of(surd.part) * inverse_sqrt(scaled_near_of(surd.z));
  }
  const ScaledNear inverse = inverse_sqrt(scaled_near_of(surd.divisor));
  return (sum * inverse * inverse).value();
}

/// Returns the nearest number, with a guess of its own for doubles, which nearly always tells.
template <class T>
BN_DEVICE T decided(Calculator& calculator, const Surd& surd, double guess) {
  if constexpr (std::is_same_v<T, double>) {
    const LongNear near = enclosed(surd);
    if (const std::optional<double> agreed = agreed_double(near)) return *agreed;
    const bool is_good = near.high == near.high && !(near.radius > std::fabs(near.high));
    guess = is_good ? near.high : 0;
  }
  return nearest<T>(calculator, surd, guess);
}

}  // namespace cuda
