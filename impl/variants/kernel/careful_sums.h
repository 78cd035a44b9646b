#pragma once

#include <limits>

#include "kernel/sums.h"

namespace variants {

/// The rounded sum of two numbers, and exactly what was rounded away (Knuth, The Art of Computer
/// Programming 2, 4.2.2, theorem B).
template <class A>
struct TwoSum {
  TwoSum(A a, A b) : sum(a + b) {
    const A b_part = sum - a;
    rest = (a - (sum - b_part)) + (b - b_part);
  }
  A sum, rest;
};

/// In order, with the roundings added up beside (Ogita, Rump and Oishi, SIAM J. Sci. Comput. 26,
/// 2005, algorithm 4.4). Its error is at most u |sum| + G_{n-1}(u)^2 sum |t| (their corollary 4.5).
struct Compensated {
  std::int32_t threads;

  /// There is no tree, but one of this height has no smaller error: G_{n-1}(u)^2 <= 2 (n u)^2 where
  /// n u <= 1/4, and u + 2 n^2 u^2 <= (2 + 2 n^2 u) u.
  template <class A>
  static std::int64_t height(std::int64_t n) {
    const double u = std::numeric_limits<A>::epsilon() / 2;
    const double count = static_cast<double>(n);
    const double enough = 2 + std::ceil(2 * count * count * u);
    return count * u <= 0.25 && enough < count ? static_cast<std::int64_t>(enough)
                                               : InOrder{}.height(n);
  }
  template <class A, class Term>
  A sum(std::int64_t n, const Term& term) const {
    A total = 0, rests = 0;
    for (std::int64_t j = 0; j < n; ++j) {
      const TwoSum<A> next(total, term(j));
      total = next.sum;
      rests += next.rest;
    }
    return total + rests;
  }
};

/// Exact, and rounded once (Shewchuk, Discrete & Computational Geometry 18, 1997): the sum is kept
/// as parts that do not overlap, the smallest first.
struct Exact {
  std::int32_t threads;

  template <class A, class Term>
  A sum(std::int64_t n, const Term& term) const {
    A part[kParts];
    int parts = 0;
    for (std::int64_t j = 0; j < n; ++j) {
      parts = add(static_cast<A>(term(j)), part, parts);
      // No parts overlap an infinity or a NaN.
      if (!std::isfinite(part[parts - 1])) return InOrder{}.sum<A>(n, term);
    }
    return rounded(part, parts);
  }

 private:
  static constexpr int kParts = 64;  // of doubles at most 2098 / 53 do not overlap

  template <class A>
  static int add(A value, A* part, int parts) {
    int kept = 0;
    for (int i = 0; i < parts; ++i) {
      const TwoSum<A> next(value, part[i]);
      value = next.sum;
      if (next.rest != 0) part[kept++] = next.rest;
    }
    part[kept++] = value;
    return kept;
  }

  /// Adds from the largest down until something is rounded away. If that was a tie, the sign of
  /// what is left decides it.
  template <class A>
  static A rounded(const A* part, int parts) {
    if (parts == 0) return 0;
    A total = part[--parts], rest = 0;
    while (parts > 0 && rest == 0) {
      const TwoSum<A> next(total, part[--parts]);
      total = next.sum;
      rest = next.rest;
    }
    const bool beyond = parts > 0 && rest != 0 && (part[parts - 1] > 0) == (rest > 0);
    const A other = total + 2 * rest;
    return beyond && other - total == 2 * rest ? other : total;
  }
};

}  // namespace variants
