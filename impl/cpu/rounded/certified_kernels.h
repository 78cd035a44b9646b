#pragma once

#include "cpu/kernels.h"
#include "cpu/rounded/split_sum.h"

/// The inner loops of correct rounding: sums with a bound, and elements with Ziv's test. Compiled
/// once per instruction set like those of kernels.h; here even other operations would lead to the
/// same bits.
namespace cpu {

/// high + low.
struct TwoWords {
  double high = 0, low = 0;
};

/// Sums of a block in double arithmetic, of which quick_sums.h knows the bounds: of values, of
/// products, and of the squares of the values, where the products are of something else.
struct QuickSums {
  TwoWords value, product;
  double squares = 0;
};

/// The same in eight lanes, to be joined when all values are in.
struct alignas(64) QuickLaneSums {
  double high[8] = {}, low[8] = {}, product_high[8] = {}, product_low[8] = {}, squares[8] = {};
};

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

/// Lines and gradients of many channels.
struct CertifiedLines {
  const double *mean, *scale, *slack, *low, *high, *flat_low, *flat_high;
  const std::uint32_t* limit;
};
struct CertifiedGradients {
  const double *mean, *slope, *offset, *scale, *slack, *slack_along, *low, *high;
  const double *along, *flat_low, *flat_high;
  const std::uint32_t *dy_limit, *x_limit;
};

/// The most channels that a kernel for channels-last memory adds up.
constexpr int kMostColumns = 1024;

template <class T>
struct CertifiedKernels {
  /// Adds x - pivot and its squares to the sums.
  void (*quick_squares)(Rows<const T> x, Extent extent, double pivot, QuickLaneSums& sums);
  /// Adds dy and dy * (x - pivot).
  void (*quick_products)(Rows<const T> dy, Rows<const T> x, Extent extent, double pivot,
                         QuickLaneSums& sums);
  /// Of x and x * x; largest is a square.
  BlockSums (*squares)(Rows<const T> x, Extent extent, Anchors anchors);
  /// Of dy and dy * x.
  BlockSums (*products)(Rows<const T> dy, Rows<const T> x, Extent extent, Anchors anchors);
  /// These write the lower bound, rounded, and return whether it is the upper one's for all and
  /// all are within the limits.
  bool (*apply)(Rows<const T> x, Rows<T> y, Extent extent, const CertifiedLine& line);
  bool (*gradient)(Rows<const T> dy, Rows<const T> x, Rows<T> dx, Extent extent,
                   const CertifiedGradient& gradient);
  /// The same without limits, by the slack.
  bool (*apply_closely)(Rows<const T> x, Rows<T> y, Extent extent, const CertifiedLine& line);
  bool (*gradient_closely)(Rows<const T> dy, Rows<const T> x, Rows<T> dx, Extent extent,
                           const CertifiedGradient& gradient);
  /// The same for a multiple of kColumns channels, sums for no more than kMostColumns.
  void (*column_squares)(Columns<const T> x, Extent extent, std::int64_t channels,
                         const double* pivots, QuickSums* answers);
  void (*column_products)(Columns<const T> dy, Columns<const T> x, Extent extent,
                          std::int64_t channels, const double* pivots, QuickSums* answers);
  bool (*column_apply)(Columns<const T> x, Columns<T> y, Extent extent, std::int64_t channels,
                       const CertifiedLines& lines);
  bool (*column_gradient)(Columns<const T> dy, Columns<const T> x, Columns<T> dx, Extent extent,
                          std::int64_t channels, const CertifiedGradients& gradients);
  bool (*column_apply_closely)(Columns<const T> x, Columns<T> y, Extent extent,
                               std::int64_t channels, const CertifiedLines& lines);
  bool (*column_gradient_closely)(Columns<const T> dy, Columns<const T> x, Columns<T> dx,
                                  Extent extent, std::int64_t channels,
                                  const CertifiedGradients& gradients);
};

/// Returns the kernels for the best instruction set of this machine.
template <class T>
const CertifiedKernels<T>& certified_kernels();

}  // namespace cpu
