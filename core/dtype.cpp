#include "core/dtype.h"

#include <Eigen/Core>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/error.h"

namespace bncheck {
namespace {

struct Format {
  std::string_view name;
  std::size_t size;
  int precision;     // significant bits, the hidden one included
  int min_exponent;  // of the smallest normal number, 2^min_exponent
  int max_exponent;  // of the largest binade
};

// IEEE 754-2019, table 3.5; bfloat16 is binary32 with 8 significant bits.
const Format& format_of(DType dtype) {
  static constexpr Format kFormats[] = {
      {"f16", 2, 11, -14, 15},
      {"bf16", 2, 8, -126, 127},
      {"f32", 4, 24, -126, 127},
      {"f64", 8, 53, -1022, 1023},
  };
  return kFormats[static_cast<int>(dtype) - 1];
}

/// Rounds to odd, so that a second rounding to fewer than 23 bits is the only one that counts
/// (Boldo and Melquiond 2008, thm 3).
float to_float_odd(double value) {
  const float nearest = static_cast<float>(value);
  if (nearest == value || !std::isfinite(value)) return nearest;
  const bool away = std::fabs(static_cast<double>(nearest)) > std::fabs(value);
  const float below = away ? std::nextafter(nearest, 0.0F) : nearest;
  std::uint32_t bits = 0;
  std::memcpy(&bits, &below, sizeof bits);
  bits |= 1U;
  float odd = 0;
  std::memcpy(&odd, &bits, sizeof odd);
  return odd;
}

template <class T>
double read(const void* element) {
  T value;
  std::memcpy(&value, element, sizeof value);
  return static_cast<double>(value);
}

template <class T>
void write(void* element, T value) {
  std::memcpy(element, &value, sizeof value);
}

}  // namespace

std::string_view to_string(DType dtype) { return format_of(dtype).name; }

std::optional<DType> parse_dtype(std::string_view text) {
  for (DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    if (to_string(dtype) == text) return dtype;
  }
  return std::nullopt;
}

std::size_t size_of(DType dtype) { return format_of(dtype).size; }

double unit_roundoff(DType dtype) { return std::ldexp(1.0, -format_of(dtype).precision); }

double smallest_subnormal(DType dtype) {
  const Format& format = format_of(dtype);
  return std::ldexp(1.0, format.min_exponent - format.precision + 1);
}

double smallest_normal(DType dtype) { return std::ldexp(1.0, format_of(dtype).min_exponent); }

double largest_finite(DType dtype) {
  const Format& format = format_of(dtype);
  return std::ldexp(2.0 - std::ldexp(1.0, 1 - format.precision), format.max_exponent);
}

DType parameter_dtype(DType dtype) { return dtype == DType::f64 ? DType::f64 : DType::f32; }

double round_to(DType dtype, double value) {
  if (dtype == DType::f32) return static_cast<double>(static_cast<float>(value));
  if (dtype == DType::f64) return value;
  unsigned char element[sizeof(double)];
  store(dtype, element, value);
  return load(dtype, element);
}

double load(DType dtype, const void* element) {
  switch (dtype) {
    case DType::f16: return read<Eigen::half>(element);
    case DType::bf16: return read<Eigen::bfloat16>(element);
    case DType::f32: return read<float>(element);
    case DType::f64: return read<double>(element);
  }
  BN_ASSERT(false && "unknown dtype");
}

void store(DType dtype, void* element, double value) {
  switch (dtype) {
    case DType::f16: return write(element, Eigen::half(to_float_odd(value)));
    case DType::bf16: return write(element, Eigen::bfloat16(to_float_odd(value)));
    case DType::f32: return write(element, static_cast<float>(value));
    case DType::f64: return write(element, value);
  }
  BN_ASSERT(false && "unknown dtype");
}

}  // namespace bncheck
