#pragma once

#include <cstdint>
#include <initializer_list>

#include "core/batch_norm.h"
#include "core/contract.h"
#include "reference/error_budget/upper.h"

namespace bncheck::reference {

/// What one rounding to a format may do: fl(a) = a(1 + d) + e with |d| <= u, |e| <= underflow, as
/// long as |a| <= largest.
struct Format {
  double u = 0;
  double underflow = 0;  ///< half the smallest subnormal; all of the smallest normal if flushed
  double flush =
      0;  ///< what a subtraction or a load may lose: 0, or the smallest normal if flushed
  double smallest_normal = 0;
  double largest = 0;
};

/// The formats of one problem under one contract, and how long its sums are.
struct Arithmetic {
  Arithmetic(const Problem& problem, const Contract& contract);

  Format element;
  Format accumulator;
  Format stored;
  Format applied;
  Format parameter;  ///< of weight, bias, and of the statistics handed in and out
  Format output;     ///< of x, y, dy and dx
  /// The coarsest of those in which invstd may be computed.
  Format invstd;
  /// The coarsest of those in which single elements are computed.
  Format coarse;
  double summation_height = 0;  ///< roundings on the longest path to a sum; 1 if it is exact
  bool exact_sums = false;      ///< the one rounding acts on the sum, not on its terms
  double values = 0;            ///< m
  VarianceAlgorithm variance = VarianceAlgorithm::two_pass;
  ApplyForm apply = ApplyForm::unspecified;
  BackwardStatistics backward_statistics = BackwardStatistics::saved;
  double invsqrt_error_u = 2;
  /// Relative error of an element of x or dy as loaded; 0 unless arithmetic is coarser than data.
  Upper input_rounding;
  /// Relative error of eps and momentum as used: u of the parameter type if they may be rounded.
  double parameter_rounding = 0;
  /// Absolute error of eps as used, by the same rounding.
  double eps_underflow = 0;
};

/// Returns the format that rounds more coarsely.
Format coarser(const Format& a, const Format& b);

/// Returns the relative error of a value that is handed from format to format: only a step to a
/// coarser one than any before rounds.
Upper narrowing(std::initializer_list<Format> chain);

/// Returns the absolute error of the same roundings where the number is subnormal.
Upper narrowing_underflow(std::initializer_list<Format> chain);

}  // namespace bncheck::reference
