#pragma once

#include "cpu/kernels.h"
#include "cpu/rounded/split_sum.h"

/// The inner loops of correct rounding: sums with a bound, and elements with Ziv's test. Compiled
/// once per instruction set like those of kernels.h; here even other operations would lead to the
/// same bits.
namespace cpu {

/// Anchors of two sums (Cut::anchor): of values, and of products.
struct Anchors {
  double value, product;
};

/// The sums of values and of products of a block, and the largest magnitude of the values or their
/// largest square. Sums are of use only if the anchors are those of the magnitudes, and finite only
/// if all values are.
struct BlockSums {
  SplitSum value, product;
  bool has_rest;  // of some value, so that the sum of values may have been rounded
  double largest;
};

/// y = (x - mean) * scale + bias, of which low and high are bounds; slack is relative to the
/// product (docs/rounding.md).
struct CertifiedLine {
  double mean, scale, slack, low, high;
};

/// dx = scale * ((dy - offset) - (x - mean) * slope) + a small term, of which low and high are
/// bounds; slack is relative to dx, slack_along to the last product.
struct CertifiedGradient {
  double mean, slope, offset, scale, slack, slack_along, low, high;
};

/// The same for many channels.
struct CertifiedLines {
  const double *mean, *scale, *slack, *low, *high;
};
struct CertifiedGradients {
  const double *mean, *slope, *offset, *scale, *slack, *slack_along, *low, *high;
};

constexpr int kMostColumns = 256;

template <class T>
struct CertifiedKernels {
  /// Of x and x * x; largest is a square.
  BlockSums (*squares)(Rows<const T> x, Extent extent, Anchors anchors);
  /// Of dy and dy * x.
  BlockSums (*products)(Rows<const T> dy, Rows<const T> x, Extent extent, Anchors anchors);
  /// These write the lower bound, rounded, and return whether it is the upper one's for all.
  bool (*apply)(Rows<const T> x, Rows<T> y, Extent extent, const CertifiedLine& line);
  bool (*gradient)(Rows<const T> dy, Rows<const T> x, Rows<T> dx, Extent extent,
                   const CertifiedGradient& gradient);
  /// The same for a multiple of kColumns channels, sums for no more than kMostColumns.
  void (*column_squares)(Columns<const T> x, Extent extent, std::int64_t channels,
                         const Anchors* anchors, BlockSums* answers);
  void (*column_products)(Columns<const T> dy, Columns<const T> x, Extent extent,
                          std::int64_t channels, const Anchors* anchors, BlockSums* answers);
  bool (*column_apply)(Columns<const T> x, Columns<T> y, Extent extent, std::int64_t channels,
                       const CertifiedLines& lines);
  bool (*column_gradient)(Columns<const T> dy, Columns<const T> x, Columns<T> dx, Extent extent,
                          std::int64_t channels, const CertifiedGradients& gradients);
};

/// Returns the kernels for the best instruction set of this machine.
template <class T>
const CertifiedKernels<T>& certified_kernels();

}  // namespace cpu
