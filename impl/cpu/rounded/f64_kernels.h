#pragma once

#include <cstdint>

#include "cpu/kernels.h"
#include "cpu/rounded/split_sum.h"
#include "rounding/double_term.h"

/// The inner loops of correct rounding for double: numbers are sums of two doubles here, products
/// and sums have their rounding errors beside them. Compiled once per instruction set; the bounds
/// (docs/rounding.md) hold for each.
namespace cpu {

/// A sum of doubles in two words, for which none was rounded if it is exact.
struct DoubleSum {
  SplitSum sum;
  bool is_exact;
};

/// Sums over a block of a - center and of their products with b - center, or of their squares.
struct DoubleBlock {
  DoubleSum value, product;
  double squares;      // of a - center, rounded; where it is not the products
  bool varies;         // whether any a is not its center
  std::int64_t steps;  // so many terms were added one after the other
};

using rounding::DoubleTerm;

/// The sum of terms and a constant; slack is what its bound has besides those of the terms.
struct DoubleCombination {
  double constant, slack;
  DoubleTerm term[3];
};

constexpr int kMostDoubleColumns = 256;

struct DoubleKernels {
  DoubleBlock (*squares)(const double* a, std::int64_t count, double center);
  DoubleBlock (*products)(const double* a, double center_a, const double* b, double center_b,
                          std::int64_t count);
  /// For one, two or three terms: writes the lower bound, rounded, and returns whether it is the
  /// upper one's for all.
  bool (*combine[3])(const Rows<const double>* values, Rows<double> result, Extent extent,
                     const DoubleCombination& combination);
  /// The same for a multiple of kColumns channels, no more than kMostDoubleColumns.
  void (*column_squares)(Columns<const double> a, Extent extent, std::int64_t channels,
                         const double* centers, DoubleBlock* answers);
  void (*column_products)(Columns<const double> a, const double* centers_a, Columns<const double> b,
                          const double* centers_b, Extent extent, std::int64_t channels,
                          DoubleBlock* answers);
  bool (*column_combine[2])(const Columns<const double>* values, Columns<double> result,
                            Extent extent, std::int64_t channels,
                            const DoubleCombination* combinations);
};

/// Returns the kernels for the best instruction set of this machine.
const DoubleKernels& double_kernels();

}  // namespace cpu
