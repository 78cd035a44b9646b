#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bncheck {

/// The binary floating-point formats a tensor may hold; the numbers are those of the plug-in ABI.
enum class DType : std::int32_t { f16 = 1, bf16 = 2, f32 = 3, f64 = 4 };

std::string_view to_string(DType dtype);
std::optional<DType> parse_dtype(std::string_view text);

/// Returns the size of one element in bytes.
std::size_t size_of(DType dtype);

/// Returns u: half the distance from 1 to the next number. fl(a) = a(1 + d), |d| <= u.
double unit_roundoff(DType dtype);

/// Returns the distance between neighbours around zero.
double smallest_subnormal(DType dtype);

/// Returns the smallest positive number of full precision.
double smallest_normal(DType dtype);

/// Returns the largest finite number.
double largest_finite(DType dtype);

/// Returns the type of weight, bias and statistics beside a tensor of this type: f64 for f64, else
/// f32 (PyTorch's mixed rule).
DType parameter_dtype(DType dtype);

/// Returns the nearest number of the format, ties to even; overflow gives infinity.
double round_to(DType dtype, double value);

/// Reads one element; every number of every format is a double.
double load(DType dtype, const void* element);

/// Writes round_to(dtype, value).
void store(DType dtype, void* element, double value);

}  // namespace bncheck
