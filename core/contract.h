#pragma once

#include <cstdint>
#include <string>

#include "core/dtype.h"

namespace bncheck {

enum class VarianceAlgorithm { two_pass, welford, one_pass };
/// direct: (x - mean) * invstd * weight + bias. folded: a * x + b with per-channel a and b.
enum class ApplyForm { unspecified, direct, folded };
enum class Summation { unspecified, sequential, tree, exact };
enum class BackwardStatistics { saved, recomputed };

/// What an implementation declares it does for one problem; the error budget follows from it alone.
/// The default is the weakest honest one for f32: everything in f32, sums in any order.
struct Contract {
  DType element = DType::f32;      ///< arithmetic on single elements
  DType accumulator = DType::f32;  ///< sums
  DType stored = DType::f32;       ///< mean and invstd as kept between the passes
  DType applied = DType::f32;      ///< the final (x - mean) * invstd * weight + bias
  VarianceAlgorithm variance = VarianceAlgorithm::two_pass;
  ApplyForm apply = ApplyForm::unspecified;
  Summation summation = Summation::unspecified;
  std::int64_t summation_height = 0;  ///< additions on the longest path of a sum; 0 means m - 1
  BackwardStatistics backward_statistics = BackwardStatistics::saved;
  bool deterministic = false;
  bool flushes_subnormals = false;
  bool correctly_rounded = false;
  bool thread_safe = false;
  bool uniform = false;  ///< the same operations for every element
  bool in_place = false;
  bool double_parameters = false;  ///< eps and momentum are not rounded to the parameter type
  double invsqrt_error_u = 2;  ///< error of 1/sqrt in units of u; 2 is a rounded sqrt and divide

  bool operator==(const Contract&) const = default;
};

/// Returns the weakest honest contract for tensors of this type: all f64 for f64, else all f32.
Contract default_contract(DType dtype);

/// Prints the fields that differ from the default, or "default".
std::string to_string(const Contract& contract, DType dtype);

}  // namespace bncheck
