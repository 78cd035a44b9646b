#pragma once

#include "cuda/rounded/surd.h"
#include "tests/impl/cuda/batch.h"

// Numbers for which rounding correctly is hard, or which nothing else reaches.
namespace cuda {

enum class Kind {
  ordinary,    // between -1 and 1, and the channel's number
  whole,       // from -3 to 3: many answers are ties, or exact
  odd,         // all digits of the format, of which the last is 1: three times that is a tie
  constant,    // the same in a channel
  signs,       // 1 and -1
  near_equal,  // far from zero, and a few last digits apart
  huge,        // up to the largest number
  tiny,        // a few of the least numbers
  spread,      // any exponent
  squares,     // zeros but for one whose square is a tie of f32, or of f64
  special,     // now and then not a number
};
constexpr int kKinds = 11;

/// Where a type's numbers lie, of which those of double have no Format.
template <class T>
struct Extremes {
  Format format = format_of(T());
  double ulp = std::ldexp(1, -format.fraction_bits), least = format.number(1),
         largest = format.number(format.infinity() - 1);
  double tie = 4097;  // the square is one, and of the next odd numbers
  int exponents = format.infinity_exponent + format.least_exponent - 3;
};
template <>
struct Extremes<double> {
  double ulp = 0x1p-52, least = 0x1p-1074, largest = 0x1.fffffffffffffp1023, tie = 0x6000001;
  int exponents = 1022;
};

/// Draws a number of the kind for value i of a channel. The same arguments, the same number.
template <class T>
double drawn(Kind kind, std::uint64_t seed, std::int64_t i, std::int64_t channel) {
  const Extremes<T> of_type;
  const double random = noise(seed, i), ulp = of_type.ulp;
  const double few = std::floor(random * 3.5 + 0.5);
  const double sign = noise(seed + 1, i) < 0 ? -1 : 1;
  switch (kind) {
    case Kind::ordinary: return random + static_cast<double>(channel);
    case Kind::whole: return few;
    case Kind::odd: return 1 + (2 * few + 7) * ulp;
    case Kind::constant: return noise(seed, -1 - channel);
    case Kind::signs: return sign;
    case Kind::near_equal: return (1 + (few + 3) * ulp) * (channel % 2 == 0 ? 256 : -3072);
    case Kind::huge: return of_type.largest * (i % 3 == 0 ? sign : random);
    case Kind::tiny: return of_type.least * few;
    case Kind::spread: return sign * std::exp2(random * of_type.exponents);
    case Kind::squares: return i == channel ? of_type.tie + 2 * static_cast<double>(channel) : 0;
    case Kind::special: break;
  }
  if (i % 23 != 7 || channel % 3 == 2) return random;
  return channel % 3 == 1 ? sign * INFINITY : few == 0 ? NAN : INFINITY;
}

}  // namespace cuda
