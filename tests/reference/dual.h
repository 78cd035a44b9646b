#pragma once

#include <utility>

namespace bncheck::reference {

/// A number a + b e with e^2 = 0: computing with it carries the derivative b along.
template <class Real>
struct Dual {
  Real value;
  Real derivative;

  explicit Dual(double exact) : value(exact), derivative(0.0) {}
  Dual(Real a, Real b) : value(std::move(a)), derivative(std::move(b)) {}

  friend Dual operator+(const Dual& a, const Dual& b) {
    return {a.value + b.value, a.derivative + b.derivative};
  }

  friend Dual operator-(const Dual& a, const Dual& b) {
    return {a.value - b.value, a.derivative - b.derivative};
  }

  friend Dual operator*(const Dual& a, const Dual& b) {
    return {a.value * b.value, a.value * b.derivative + a.derivative * b.value};
  }

  friend Dual operator/(const Dual& a, const Dual& b) {
    const Real quotient = a.value / b.value;
    return {quotient, (a.derivative - quotient * b.derivative) / b.value};
  }

  friend Dual sqrt(const Dual& a) {
    const Real root = sqrt(a.value);
    return {root, a.derivative / (Real(2.0) * root)};
  }
};

}  // namespace bncheck::reference
