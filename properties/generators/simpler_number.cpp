#include "properties/generators/simpler_number.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace bncheck::properties::generators {
namespace {

constexpr int kPrecision = 53;
constexpr int kNotFinite = 10000;  // more than any finite number comes to

int significant_bits(double value) {
  int exponent = 0;
  const double fraction = std::frexp(std::fabs(value), &exponent);
  const auto integer = static_cast<std::uint64_t>(std::ldexp(fraction, kPrecision));
  return kPrecision - std::countr_zero(integer);
}

}  // namespace

double rounded_to_bits(double value, int bits) {
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(fraction, bits)), exponent - bits);
}

int complexity(double value) {
  if (value == 0) return 0;
  if (value == 1) return 1;
  if (!std::isfinite(value)) return kNotFinite;
  const int exponent = std::abs(std::ilogb(value));
  // A bit weighs more than a step of the exponent, which rounding may cost.
  return 2 + 4 * (significant_bits(value) - 1) + exponent + (value < 0 ? 1 : 0);
}

std::vector<double> simpler_numbers(double value) {
  if (!std::isfinite(value)) return {0, 1};
  std::vector<double> candidates = {0, 1, -value, std::trunc(value)};
  for (int bits : {1, 2, 4, 8, 16, 24}) candidates.push_back(rounded_to_bits(value, bits));
  if (value != 0) {
    const int exponent = std::ilogb(value);
    for (int less = std::abs(exponent); less > 0; less /= 2) {
      candidates.push_back(std::ldexp(value, exponent > 0 ? -less : less));
    }
    candidates.push_back(rounded_to_bits(value, significant_bits(value) - 1));
  }

  const int own = complexity(value);
  std::erase_if(candidates, [own](double each) { return complexity(each) >= own; });
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](double a, double b) { return complexity(a) < complexity(b); });
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  return candidates;
}

}  // namespace bncheck::properties::generators
