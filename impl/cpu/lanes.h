#pragma once

#include "kernels.h"

#ifdef __AVX512F__
#include <immintrin.h>
#endif

/// Vectors of eight values, in the vector extension of GCC and Clang: the compiler maps them to
/// what the instruction set has. Nothing of the standard library is used here: a function of it,
/// compiled for a newer machine, might be the copy that the linker keeps for all.
namespace cpu::BN_CPU_TARGET {

using Doubles = double __attribute__((vector_size(64)));
using Longs = long long __attribute__((vector_size(64)));
using Floats = float __attribute__((vector_size(32)));
using Words = std::uint32_t __attribute__((vector_size(32)));
using Halves = std::uint16_t __attribute__((vector_size(16)));

#define BN_CPU_INLINE inline __attribute__((always_inline))

template <class Vector>
BN_CPU_INLINE Vector read(const void* from) {
  Vector vector;
  __builtin_memcpy(&vector, from, sizeof vector);
  return vector;
}

/// GCC converts between eight floats and eight doubles in halves, if it is not told how. (The mask
/// takes all; without one it warns of its own headers.)
BN_CPU_INLINE Doubles widened(Floats values) {
#ifdef __AVX512F__
  return (Doubles)_mm512_maskz_cvtps_pd(0xff, (__m256)values);
#else
  return __builtin_convertvector(values, Doubles);
#endif
}
BN_CPU_INLINE Floats narrowed(Doubles values) {
#ifdef __AVX512F__
  return (Floats)_mm512_maskz_cvtpd_ps(0xff, (__m512d)values);
#else
  return __builtin_convertvector(values, Floats);
#endif
}

BN_CPU_INLINE Doubles load8(const double* from) { return read<Doubles>(from); }
BN_CPU_INLINE Doubles load8(const float* from) { return widened(read<Floats>(from)); }
BN_CPU_INLINE Doubles load8(const BFloat16* from) {
  const Words words = __builtin_convertvector(read<Halves>(from), Words) << 16;
  return widened((Floats)words);
}
BN_CPU_INLINE Doubles load8(const Float16* from) {
  const Words half = __builtin_convertvector(read<Halves>(from), Words);
  const Words magnitude = half & 0x7fffu;
  // Exponents of half count from -15, those of float from -127; a product rebases subnormals too.
  const Floats finite = (Floats)(magnitude << 13) * 0x1p112f;
  const Words special = magnitude << 13 | 0x7f800000u;
  const Words value = magnitude >= 0x7c00u ? special : (Words)finite;
  return widened((Floats)(value | (half & 0x8000u) << 16));
}

/// Rounds to so many significant bits, ties to even, and to multiples of the spacing that numbers
/// below least_normal have. Adding 1.5 * 2^52 spacings leaves no bit for less than a spacing.
BN_CPU_INLINE Doubles round_to(Doubles value, int digits, double least_normal) {
  const Longs sign = (Longs)value & (-0x7fffffffffffffffLL - 1);
  const Doubles magnitude = (Doubles)((Longs)value ^ sign);
  // 2^200 overflows either format as well; a NaN remains one.
  const Doubles limited = magnitude > 0x1p200 ? Doubles{} + 0x1p200 : magnitude;
  Doubles power = (Doubles)((Longs)limited & 0x7ff0000000000000LL);
  power = power < least_normal ? Doubles{} + least_normal : power;
  const Doubles magic = power * (0x1.8p53 / static_cast<double>(1 << digits));
  return (Doubles)((Longs)((limited + magic) - magic) | sign);
}

BN_CPU_INLINE void store8(double* to, Doubles value) { __builtin_memcpy(to, &value, 64); }
BN_CPU_INLINE void store8(float* to, Doubles value) {
  const Floats rounded = narrowed(value);
  __builtin_memcpy(to, &rounded, 32);
}
BN_CPU_INLINE void store8(BFloat16* to, Doubles value) {
  const Floats exact = narrowed(round_to(value, 8, 0x1p-126));
  const Halves halves = __builtin_convertvector((Words)exact >> 16, Halves);
  __builtin_memcpy(to, &halves, 16);
}
BN_CPU_INLINE void store8(Float16* to, Doubles value) {
  const Floats exact = narrowed(round_to(value, 11, 0x1p-14));
  const Words magnitude = (Words)exact & 0x7fffffffu, sign = (Words)exact >> 16 & 0x8000u;
  Words half = (Words)((Floats)magnitude * 0x1p-112f) >> 13;
  half = magnitude >= 0x47800000u ? Words{} + 0x7c00u : half;  // 2^16 and above: infinity
  half = magnitude > 0x7f800000u ? Words{} + 0x7e00u : half;   // NaN
  const Halves halves = __builtin_convertvector(half | sign, Halves);
  __builtin_memcpy(to, &halves, 16);
}

/// Reads the first `count` of eight values; the others are zero.
template <class T>
BN_CPU_INLINE Doubles load8(const T* from, std::int64_t count) {
  T padded[8] = {};
  __builtin_memcpy(padded, from, static_cast<unsigned>(count) * sizeof(T));
  return load8(padded);
}

/// Writes the first `count` of eight values, all if there are more.
template <class T>
BN_CPU_INLINE void store8(T* to, Doubles value, std::int64_t count) {
  if (count >= 8) return store8(to, value);
  if (count <= 0) return;
  T padded[8];
  store8(padded, value);
  __builtin_memcpy(to, padded, static_cast<unsigned>(count) * sizeof(T));
}

/// kLanes values.
struct Lanes {
  Doubles low = {}, high = {};
  BN_CPU_INLINE Lanes& operator+=(const Lanes& b) { return *this = {low + b.low, high + b.high}; }
  BN_CPU_INLINE Lanes operator-(double b) const { return {low - b, high - b}; }
  BN_CPU_INLINE Lanes operator+(double b) const { return {low + b, high + b}; }
  BN_CPU_INLINE Lanes operator*(double b) const { return {low * b, high * b}; }
  BN_CPU_INLINE Lanes operator-(const Lanes& b) const { return {low - b.low, high - b.high}; }
  BN_CPU_INLINE Lanes operator+(const Lanes& b) const { return {low + b.low, high + b.high}; }
  BN_CPU_INLINE Lanes operator*(const Lanes& b) const { return {low * b.low, high * b.high}; }
};

BN_CPU_INLINE double sum(const Lanes& lanes) {
  const Doubles t = lanes.low + lanes.high;
  return ((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]));
}

/// Up to kLanes adjacent values of a row. A row of kLanes values and more ends in a whole group
/// that overlaps the one before: sums skip what they have seen, elements are computed again.
struct Group {
  std::int64_t row, position;
  std::int64_t size = kLanes, skipped = 0;

  BN_CPU_INLINE bool is_whole() const { return size == kLanes; }
};

template <class T>
BN_CPU_INLINE Lanes load(const T* from, const Group& group) {
  if (group.is_whole()) return {load8(from), load8(from + 8)};
  if (group.size >= 8) return {load8(from), load8(from + 8, group.size - 8)};
  return {load8(from, group.size), Doubles{}};
}

template <class T>
BN_CPU_INLINE void store(T* to, const Lanes& value, const Group& group) {
  store8(to, value.low, group.size);
  store8(to + 8, value.high, group.size - 8);
}

/// Keeps the values that a sum has not seen; the others become zero.
BN_CPU_INLINE Lanes keep(const Lanes& value, const Group& group) {
  if (group.is_whole() && group.skipped == 0) return value;
  const Longs number = {0, 1, 2, 3, 4, 5, 6, 7};
  const auto keep8 = [&](Doubles values, std::int64_t first) __attribute__((always_inline)) {
    const Longs kept = (number >= group.skipped - first) & (number < group.size - first);
    return kept ? values : Doubles{};
  };
  return {keep8(value.low, 0), keep8(value.high, 8)};
}

/// Calls body(group) for all groups of all rows; all but the last of a row are known to be whole.
template <class Body>
BN_CPU_INLINE void for_each_group(Extent extent, Body body) {
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    std::int64_t i = 0;
    for (; i + kLanes <= extent.length; i += kLanes) body(Group{row, i});
    if (i == extent.length) continue;
    if (i > 0) {
      const std::int64_t last = extent.length - kLanes;
      body(Group{row, last, kLanes, i - last});
    } else {
      body(Group{row, 0, extent.length});
    }
  }
}

}  // namespace cpu::BN_CPU_TARGET
