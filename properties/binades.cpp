#include "properties/binades.h"

#include <algorithm>
#include <cmath>

namespace bncheck::properties {

constexpr int kBeyond = 1 << 20;  // an infinity fits no format

Binades binades_of(std::span<const double> values) {
  Binades result;
  bool first = true;
  for (double value : values) {
    if (value == 0) continue;
    const int exponent = std::isfinite(value) ? std::ilogb(value) : kBeyond;
    result.low = first ? exponent : std::min(result.low, exponent);
    result.high = first ? exponent + 1 : std::max(result.high, exponent + 1);
    first = false;
  }
  return result;
}

Binades binades_of(double value) { return binades_of(std::span(&value, 1)); }

Binades both(Binades a, Binades b) { return {std::min(a.low, b.low), std::max(a.high, b.high)}; }

Binades products(std::initializer_list<Binades> factors) {
  Binades result;
  for (const Binades& each : factors) {
    result.low += std::min(0, each.low);
    result.high += std::max(0, each.high) + 1;
  }
  return result;
}

Binades inverse_root(Binades radicand) {
  return {-(radicand.high + 1) / 2 - 1, -(radicand.low - 1) / 2 + 1};
}

}  // namespace bncheck::properties
