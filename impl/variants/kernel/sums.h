#pragma once

#include <cmath>
#include <cstdint>

// Orders of summation. sum<A>(n, term) adds term(0) to term(n - 1) in A; height(n) is the number of
// additions on the longest way of a term.
namespace variants {

inline std::int64_t ceil_divide(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

inline std::int64_t ceil_log2(std::int64_t n) {
  std::int64_t log = 0;
  while ((std::int64_t{1} << log) < n) ++log;
  return log;
}

/// One after the other.
struct InOrder {
  std::int32_t threads;

  std::int64_t height(std::int64_t n) const { return n > 0 ? n - 1 : 0; }
  template <class A, class Term>
  A sum(std::int64_t n, const Term& term) const {
    A total = n > 0 ? term(0) : A{0};
    for (std::int64_t j = 1; j < n; ++j) total += term(j);
    return total;
  }
};

/// From the last to the first.
struct Reversed : InOrder {
  template <class A, class Term>
  A sum(std::int64_t n, const Term& term) const {
    return InOrder::sum<A>(n, [&](std::int64_t j) -> A { return term(n - 1 - j); });
  }
};

/// The sum of two halves, down to one value.
struct Pairwise {
  std::int32_t threads;

  std::int64_t height(std::int64_t n) const { return ceil_log2(n); }
  template <class A, class Term>
  A sum(std::int64_t n, const Term& term) const {
    return n > 0 ? range<A>(0, n, term) : A{0};
  }

 private:
  template <class A, class Term>
  static A range(std::int64_t begin, std::int64_t end, const Term& term) {
    if (end - begin == 1) return term(begin);
    // The first half is the largest power of two that leaves something, so that no path is longer
    // than the logarithm.
    const std::int64_t middle = begin + (std::int64_t{1} << (ceil_log2(end - begin) - 1));
    return range<A>(begin, middle, term) + range<A>(middle, end, term);
  }
};

/// Blocks of 16 in order, then their sums in order.
struct Blocked {
  std::int32_t threads;
  static constexpr std::int64_t kBlock = 16;

  std::int64_t height(std::int64_t n) const {
    return n <= kBlock ? InOrder{}.height(n) : kBlock - 1 + ceil_divide(n, kBlock) - 1;
  }
  template <class A, class Term>
  A sum(std::int64_t n, const Term& term) const {
    return InOrder{}.sum<A>(ceil_divide(n, kBlock), [&](std::int64_t block) {
      const std::int64_t begin = block * kBlock;
      const std::int64_t count = n - begin < kBlock ? n - begin : kBlock;
      return InOrder{}.sum<A>(count, [&](std::int64_t j) -> A { return term(begin + j); });
    });
  }
};

/// Eight running sums, as a vector register holds them, added in pairs at the end.
struct Lanes {
  std::int32_t threads;
  static constexpr std::int64_t kLanes = 8;

  std::int64_t height(std::int64_t n) const { return ceil_divide(n, kLanes) - 1 + 3; }
  template <class A, class Term>
  A sum(std::int64_t n, const Term& term) const {
    A lane[kLanes] = {};
    const std::int64_t whole = n / kLanes * kLanes;
    for (std::int64_t j = 0; j < whole; j += kLanes) {
      for (std::int64_t i = 0; i < kLanes; ++i) lane[i] += term(j + i);
    }
    for (std::int64_t j = whole; j < n; ++j) lane[j - whole] += term(j);
    return Pairwise{}.sum<A>(kLanes, [&](std::int64_t i) { return lane[i]; });
  }
};

}  // namespace variants
