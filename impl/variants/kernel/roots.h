#pragma once

#include <cmath>

namespace variants {

/// A rounded root and a rounded division: errors of at most u each.
struct RoundedRoot {
  template <class A>
  static A of(A radicand) {
    return 1 / std::sqrt(radicand);
  }
};

/// One of Newton's steps towards 1/sqrt(a). If y = (1 + e)/sqrt(a), the exact step is
/// (1 - 1.5 e^2 - 0.5 e^3)/sqrt(a). Three roundings are made at its size or less: the second
/// product, which is near 0.5, has two errors of u/2; the difference one of u, and so has the last
/// product. a/2 is exact. Together 3 u, and less than 0.01 u of higher order where |e| <= 2^-11.
template <class A>
A newton_step(A a, A y) {
  return y * (A(1.5) - a / 2 * y * y);
}

}  // namespace variants
