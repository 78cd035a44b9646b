#include "reference/certified/decision.h"

#include <bit>
#include <cmath>
#include <limits>

namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool is_even(double value) { return (std::bit_cast<std::uint64_t>(value) & 1U) == 0; }

}  // namespace

// Rounding to odd first makes the second rounding, to at least two bits fewer, the only one that
// counts (Boldo and Melquiond 2008, theorem 3).
double round_to(DType dtype, DoubleDouble value) {
  const DoubleDouble sum = two_sum(value.hi, value.lo);
  if (dtype == DType::f64 || sum.lo == 0 || !is_even(sum.hi)) return round_to(dtype, sum.hi);
  return round_to(dtype, std::nextafter(sum.hi, sum.lo > 0 ? kInfinity : -kInfinity));
}

std::optional<double> rounded(DType dtype, const Ball& ball) {
  if (!ball.is_finite()) return std::nullopt;
  const DoubleDouble& middle = ball.middle;
  if (ball.radius == 0) return round_to(dtype, middle);
  const double low = std::nextafter(middle.lo - ball.radius, -kInfinity);
  const double high = std::nextafter(middle.lo + ball.radius, kInfinity);
  const double below = round_to(dtype, DoubleDouble{middle.hi, low});
  const double above = round_to(dtype, DoubleDouble{middle.hi, high});
  return below == above ? std::optional<double>(below) : std::nullopt;
}

}  // namespace bncheck::reference
