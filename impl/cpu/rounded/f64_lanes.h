#pragma once

#include "cpu/lanes.h"

#if defined(__FMA__) && !defined(__AVX512F__)
#include <immintrin.h>
#endif

/// Sums and products of doubles with their rounding errors, exactly: what is made of them must be
/// compiled without contraction.
namespace cpu::BN_CPU_TARGET {

/// As many doubles as a register holds: answers do not depend on how many that are.
#if defined(__AVX512F__)
constexpr int kWidth = 8;
#elif defined(__AVX__)
constexpr int kWidth = 4;
#else
constexpr int kWidth = 2;
#endif
using Reals = double __attribute__((vector_size(8 * kWidth)));
using Bits = long long __attribute__((vector_size(8 * kWidth)));

BN_CPU_INLINE Bits bits_of_magnitude(Reals value) { return (Bits)value & 0x7fffffffffffffffLL; }
BN_CPU_INLINE Reals size_of(Reals value) { return (Reals)bits_of_magnitude(value); }

/// A result, rounded, and what rounding took.
struct Pair {
  Reals high, low;
};

/// Knuth's, whichever is the larger one.
BN_CPU_INLINE Pair two_sum(Reals a, Reals b) {
  const Reals high = a + b, part = high - a;
  return {high, (a - (high - part)) + (b - part)};
}

#ifdef __FMA__
/// Returns a * b + c, rounded once.
BN_CPU_INLINE Reals product_and(Reals a, Reals b, Reals c) {
#ifdef __AVX512F__
  return (Reals)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
#else
  return (Reals)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
#endif
}
BN_CPU_INLINE Pair two_product(Reals a, Reals b) {
  const Reals high = a * b;
  return {high, product_and(a, b, -high)};
}
#else
/// Returns a * b + c, rounded twice.
BN_CPU_INLINE Reals product_and(Reals a, Reals b, Reals c) { return a * b + c; }

/// Veltkamp's halves of 26 bits, whose products are exact.
BN_CPU_INLINE Pair halves(Reals a) {
  const Reals large = a * 0x1.0000002p27;  // 2^27 + 1
  const Reals high = large - (large - a);
  return {high, a - high};
}
/// Dekker's.
BN_CPU_INLINE Pair two_product(Reals a, Reals b) {
  const Reals high = a * b;
  const Pair left = halves(a), right = halves(b);
  const Reals rest = (high - left.high * right.high) - left.low * right.high;
  return {high, left.low * right.low - (rest - left.high * right.low)};
}
#endif

/// Calls body(i, count) for stretches of kWidth values, the last of which may be shorter.
template <class Body>
BN_CPU_INLINE void for_each_stretch(std::int64_t count, Body body) {
  std::int64_t i = 0;
  for (; i + kWidth <= count; i += kWidth) body(i, static_cast<std::int64_t>(kWidth));
  if (i < count) body(i, count - i);
}

/// Reads a stretch; what it lacks is the filling.
BN_CPU_INLINE Reals load(const double* from, std::int64_t count, Reals filling) {
  if (count == kWidth) return read<Reals>(from);
  double values[kWidth];
  __builtin_memcpy(values, &filling, sizeof values);
  __builtin_memcpy(values, from, static_cast<unsigned>(count) * sizeof(double));
  return read<Reals>(values);
}
BN_CPU_INLINE void store(double* to, Reals value, std::int64_t count) {
  __builtin_memcpy(to, &value, static_cast<unsigned>(count) * sizeof(double));
}
/// Returns the first of a stretch's values; the others become zero.
BN_CPU_INLINE Reals keep(Reals value, std::int64_t count) {
  Reals kept = {};
  __builtin_memcpy(&kept, &value, static_cast<unsigned>(count) * sizeof(double));
  return kept;
}

BN_CPU_INLINE bool has_bits(const Bits& bits) {
  long long any = 0;
  for (int lane = 0; lane < kWidth; ++lane) any |= bits[lane];
  return any != 0;
}

}  // namespace cpu::BN_CPU_TARGET
