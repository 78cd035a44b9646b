#pragma once

#include <boost/multiprecision/cpp_int.hpp>

#include "cpu/rounded/format.h"
#include "cpu/rounded/numbers.h"

/// Numbers without error, for the few values that double arithmetic cannot decide.
namespace cpu {

using Integer = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>,
                                              boost::multiprecision::et_off>;
/// mantissa * 2^exponent.
struct Binary {
  Integer mantissa = 0;
  int exponent = 0;

  Binary() = default;
  Binary(Integer whole, int power) : mantissa(std::move(whole)), exponent(power) {}
  /// A finite number.
  Binary(double value);  // NOLINT(google-explicit-constructor)

  int sign() const { return mantissa.sign(); }
  /// Returns its first 106 bits, or what is left of them in the range of double.
  LongNear leading() const;
};

Binary operator+(const Binary& a, const Binary& b);
Binary operator-(const Binary& a, const Binary& b);
Binary operator*(const Binary& a, const Binary& b);

/// A positive number whose root divides: z, and an approximation of 1/sqrt(z).
struct Radicand {
  Binary z;
  LongNear inverse_root;

  Radicand() = default;
  explicit Radicand(Binary value) : z(std::move(value)), inverse_root(inverse_sqrt(z.leading())) {}
};

/// (whole + part / sqrt(z)) / divisor, z and divisor positive. All that batch norm answers is one
/// such number, so that comparing it with another takes integers alone.
struct Surd {
  Binary whole, part;
  Binary divisor = 1.0;

  /// Returns an interval that holds it.
  LongNear near(const Radicand& root) const;
  /// Returns the key of the format's nearest number, ties to even.
  std::int32_t rounded(const Radicand& root, const Format& format) const;
  /// Returns the nearest double, ties to even.
  double nearest(const Radicand& root) const;
  /// Returns an interval that holds it, however large or small its parts are.
  LongNear enclosed(const Radicand& root) const;

 private:
  /// Returns the sign of this - bound: -1, 0 or 1.
  int compare(const Radicand& root, const Binary& bound) const;
};

}  // namespace cpu
