#include "mutants/kernel/tensor.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace mutants {
namespace {

/// A binary format of IEEE 754 with 16 bits.
struct Small {
  int precision;  ///< bits of the significand, the hidden one included
  int least;      ///< exponent of the smallest normal number
  int greatest;   ///< exponent of the largest number

  int fraction_bits() const { return precision - 1; }
  double infinity_at() const { return std::ldexp(1.0, greatest + 1); }
};

constexpr Small kHalf = {11, -14, 15};
constexpr Small kBfloat = {8, -126, 127};

double rounded(double value, const Small& format) {
  if (value == 0 || !std::isfinite(value)) return value;
  const int exponent = std::max(std::ilogb(value), format.least);
  const double quantum = std::ldexp(1.0, exponent - format.fraction_bits());
  const double result = std::nearbyint(value / quantum) * quantum;
  return std::fabs(result) < format.infinity_at() ? result : std::copysign(INFINITY, value);
}

std::uint16_t encode(double value, const Small& format) {
  const std::uint16_t sign = std::signbit(value) ? 0x8000 : 0;
  const auto exponents = static_cast<std::uint16_t>(2 * format.greatest + 1);
  const auto all_ones = static_cast<std::uint16_t>(exponents << format.fraction_bits());
  if (std::isnan(value)) return all_ones | (1U << (format.fraction_bits() - 1));
  const double magnitude = std::fabs(rounded(value, format));
  if (std::isinf(magnitude)) return sign | all_ones;
  // Subnormals and normals are evenly numbered within a binade.
  if (magnitude < std::ldexp(1.0, format.least)) {
    return sign |
           static_cast<std::uint16_t>(std::ldexp(magnitude, format.fraction_bits() - format.least));
  }
  const int exponent = std::ilogb(magnitude);
  const double fraction = std::ldexp(magnitude, -exponent) - 1;
  return sign | static_cast<std::uint16_t>((exponent + format.greatest) << format.fraction_bits()) |
         static_cast<std::uint16_t>(std::ldexp(fraction, format.fraction_bits()));
}

double decode(std::uint16_t bits, const Small& format) {
  const int exponent = (bits & 0x7fff) >> format.fraction_bits();
  const int fraction = bits & ((1 << format.fraction_bits()) - 1);
  const double sign = (bits & 0x8000) != 0 ? -1 : 1;
  if (exponent == 2 * format.greatest + 1) return fraction != 0 ? NAN : sign * INFINITY;
  const int hidden = exponent == 0 ? 0 : 1 << format.fraction_bits();
  return sign * std::ldexp(fraction + hidden,
                           std::max(exponent, 1) - format.greatest - format.fraction_bits());
}

template <class T>
T& at(const bn_tensor& tensor, std::int64_t offset) {
  return static_cast<T*>(tensor.data)[offset];
}

}  // namespace

double load(const bn_tensor& tensor, std::int64_t offset) {
  switch (tensor.dtype) {
    case BN_F16: return decode(at<std::uint16_t>(tensor, offset), kHalf);
    case BN_BF16: return decode(at<std::uint16_t>(tensor, offset), kBfloat);
    case BN_F32: return at<float>(tensor, offset);
    default: return at<double>(tensor, offset);
  }
}

void store(const bn_tensor& tensor, std::int64_t offset, double value) {
  switch (tensor.dtype) {
    case BN_F16: at<std::uint16_t>(tensor, offset) = encode(value, kHalf); break;
    case BN_BF16: at<std::uint16_t>(tensor, offset) = encode(value, kBfloat); break;
    case BN_F32: at<float>(tensor, offset) = static_cast<float>(value); break;
    default: at<double>(tensor, offset) = value;
  }
}

double rounded(double value, bn_dtype dtype) {
  switch (dtype) {
    case BN_F16: return rounded(value, kHalf);
    case BN_BF16: return rounded(value, kBfloat);
    case BN_F32: return static_cast<float>(value);
    default: return value;
  }
}

}  // namespace mutants
