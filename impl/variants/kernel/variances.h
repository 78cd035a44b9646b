#pragma once

#include <cmath>
#include <cstdint>

// Ways to the mean and variance of a channel: of<A>(x, m, sum) computes in A what it adds up, and
// in the type of x what it does to single values.
namespace variants {

/// The variance is over m.
template <class A>
struct Batch {
  A mean, var;
};

struct TwoPass {
  template <class A, class E, class Sum>
  static Batch<A> of(const E* x, std::int64_t m, const Sum& sum) {
    const A count = static_cast<A>(m);
    const A mean = sum.template sum<A>(m, [&](std::int64_t j) -> A { return x[j]; }) / count;
    const E center = static_cast<E>(mean);
    const A squares = sum.template sum<A>(
        m, [&](std::int64_t j) -> A { return (x[j] - center) * (x[j] - center); });
    return {mean, squares / count};
  }
};

/// E[x^2] - E[x]^2, clipped at 0.
struct OnePass {
  template <class A, class E, class Sum>
  static Batch<A> of(const E* x, std::int64_t m, const Sum& sum) {
    const A count = static_cast<A>(m);
    const A mean = sum.template sum<A>(m, [&](std::int64_t j) -> A { return x[j]; }) / count;
    const A squares = sum.template sum<A>(m, [&](std::int64_t j) -> A { return x[j] * x[j]; });
    const A var = squares / count - mean * mean;
    return {mean, var < 0 ? A{0} : var};
  }
};

/// A running mean and the sum of squared distances from it (Welford, Technometrics 4, 1962).
template <class A>
struct Moments {
  std::int64_t count = 0;
  A mean = 0, squares = 0;

  void add(A value) {
    const A before = value - mean;
    mean += before / static_cast<A>(++count);
    squares += before * (value - mean);
  }

  /// Chan, Golub and LeVeque, The American Statistician 37, 1983.
  void merge(const Moments& other) {
    if (other.count == 0) return;
    const A mine = static_cast<A>(count), theirs = static_cast<A>(other.count);
    count += other.count;
    const A share = theirs / static_cast<A>(count);
    const A apart = other.mean - mean;
    mean += apart * share;
    squares = (squares + other.squares) + apart * apart * (mine * share);
  }
};

/// Welford's recurrence in as many lanes, value by value in turn; then the lanes are merged in
/// pairs.
template <std::int64_t kLanes>
struct Welford {
  template <class A, class E, class Sum>
  static Batch<A> of(const E* x, std::int64_t m, const Sum&) {
    Moments<A> lane[kLanes];
    for (std::int64_t j = 0; j < m; ++j) lane[j % kLanes].add(x[j]);
    for (std::int64_t step = 1; step < kLanes; step *= 2) {
      for (std::int64_t i = 0; i + step < kLanes; i += 2 * step) lane[i].merge(lane[i + step]);
    }
    return {lane[0].mean, lane[0].squares / static_cast<A>(m)};
  }
};

}  // namespace variants
