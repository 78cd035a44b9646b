#pragma once

#include <array>
#include <limits>

#include "reference/error_budget/upper.h"

namespace bncheck::reference {

/// What the error of one element is made of: magnitudes that differ from element to element.
struct Magnitudes {
  double x = 0;
  double dy = 0;
  double centered = 0;  ///< |x - mean|
  double value = 0;     ///< |y|, or |dx| before it is scaled by weight * invstd
  double ddx = 0;
};

/// An upper bound that is linear in the magnitudes of an element, with coefficients that a
/// channel's elements share: formulas are written once, in terms of bounds, and evaluated for each
/// element with one multiplication a magnitude.
class Linear {
 public:
  explicit Linear(Upper constant) : constant_(constant) {}

  static Linear x() { return Linear(0.0, 1.0, 0.0, 0.0, 0.0, 0.0); }
  static Linear dy() { return Linear(0.0, 0.0, 1.0, 0.0, 0.0, 0.0); }
  static Linear centered() { return Linear(0.0, 0.0, 0.0, 1.0, 0.0, 0.0); }
  static Linear value() { return Linear(0.0, 0.0, 0.0, 0.0, 1.0, 0.0); }
  static Linear ddx() { return Linear(0.0, 0.0, 0.0, 0.0, 0.0, 1.0); }

  friend Linear operator+(const Linear& a, const Linear& b) {
    return {a.constant_ + b.constant_, a.x_ + b.x_,         a.dy_ + b.dy_,
            a.centered_ + b.centered_, a.value_ + b.value_, a.ddx_ + b.ddx_};
  }
  friend Linear operator+(const Linear& a, Upper b) { return a + Linear(b); }
  friend Linear operator*(Upper a, const Linear& b) {
    return {a * b.constant_, a * b.x_, a * b.dy_, a * b.centered_, a * b.value_, a * b.ddx_};
  }
  friend Linear operator*(const Linear& a, Upper b) { return b * a; }

  /// Returns the bound for one element.
  Upper at(const Magnitudes& of) const {
    const double total = constant_.value() + x_.value() * of.x + dy_.value() * of.dy +
                         centered_.value() * of.centered + value_.value() * of.value +
                         ddx_.value() * of.ddx;
    // Eleven roundings; where a product may have underflowed, or is infinite, one by one.
    if (total > kNormal && total < kInfinity) return total * (1 + 0x1p-48);
    return constant_ + x_ * of.x + dy_ * of.dy + centered_ * of.centered + value_ * of.value +
           ddx_ * of.ddx;
  }

 private:
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();
  static constexpr double kNormal = 0x1p-900;  // makes five times 2^-1075 relatively nothing

  Linear(Upper constant, Upper x, Upper dy, Upper centered, Upper value, Upper ddx)
      : constant_(constant), x_(x), dy_(dy), centered_(centered), value_(value), ddx_(ddx) {}

  Upper constant_, x_, dy_, centered_, value_, ddx_;
};

}  // namespace bncheck::reference
