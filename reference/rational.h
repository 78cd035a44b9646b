#pragma once

#include <boost/multiprecision/cpp_int.hpp>

#include "core/ball.h"

namespace bncheck::reference {

using Integer = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>,
                                              boost::multiprecision::et_off>;
using Rational = boost::multiprecision::number<
    boost::multiprecision::rational_adaptor<boost::multiprecision::cpp_int_backend<>>,
    boost::multiprecision::et_off>;

/// Returns the finite number exactly.
Rational exact(double value);

/// Two rationals around a real number.
struct Interval {
  Rational low;
  Rational high;
};

/// Returns 1/sqrt(value) within a factor 1 + 2^-400; value > 0.
Interval inverse_root(const Rational& value);

/// Returns a ball that holds every number within error of value; its radius is infinite beyond the
/// range of double.
Ball to_ball(const Rational& value, const Rational& error);

}  // namespace bncheck::reference
