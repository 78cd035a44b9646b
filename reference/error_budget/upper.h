#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/ball.h"

namespace bncheck::reference {

/// An upper bound of a non-negative quantity. Every operation rounds up, so that a formula written
/// with it bounds the formula's exact value; there is no subtraction.
class Upper {
 public:
  Upper(double bound = 0) : bound_(bound) {}  // NOLINT(google-explicit-constructor)

  double value() const { return bound_; }

  Upper& operator+=(Upper other) { return *this = *this + other; }

  friend Upper operator+(Upper a, Upper b) { return add_up(a.bound_, b.bound_); }
  friend Upper operator*(Upper a, Upper b) { return mul_up(a.bound_, b.bound_); }
  /// Divides by a number that is exact, or a lower bound of the divisor.
  friend Upper operator/(Upper a, double b) { return div_up(a.bound_, b); }
  friend Upper max(Upper a, Upper b) { return std::max(a.bound_, b.bound_); }
  friend bool operator>(Upper a, double b) { return !(a.bound_ <= b); }

 private:
  double bound_;
};

/// Returns an upper bound of |a|.
inline Upper magnitude(const Ball& a) { return a.upper_magnitude(); }
inline Upper magnitude(double a) { return a < 0 ? -a : a; }

/// Returns the square root.
inline Upper root(Upper a) { return std::sqrt(a.value()) * (1 + 0x1p-52); }

/// Returns (1 + a)(1 + b) - 1, the relative error of two in a row.
inline Upper compound(Upper a, Upper b) { return a + b + a * b; }

/// Returns G_k(u) = ku / (1 - ku), which bounds the relative error of k roundings in a row (Higham
/// 2002, lemma 3.1); infinite where ku >= 1/2 and nothing useful can be said.
inline Upper roundings(double k, double u) {
  const double total = (Upper(k) * Upper(u)).value();
  if (total >= 0.5) return std::numeric_limits<double>::infinity();
  return Upper(total) / ((1 - total) * (1 - 0x1p-52));
}

}  // namespace bncheck::reference
