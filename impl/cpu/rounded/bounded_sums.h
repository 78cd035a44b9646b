#pragma once

#include <algorithm>

#include "cpu/rounded/certified_kernels.h"

namespace cpu {

/// The sums of a block, with bounds of their errors.
struct BoundedSums {
  SplitSum value, product;
  double value_bound = 0, product_bound = 0;
  int exponent = 0;  // the values' magnitudes are below its power of two

  /// Adds them to the sums of a channel.
  void add_to(LongSum& values, LongSum& products) const {
    cpu::add(values, value, value_bound);
    cpu::add(products, product, product_bound);
  }
};

/// Looks for anchors that fit the values. The last block's are tried first: they nearly always do.
class AnchorSearch {
 public:
  /// hint is the exponent to begin with, and is left as the one that fitted. The products are of
  /// these values and of others, below 2^(their exponent); the squares' if there are no others.
  explicit AnchorSearch(int& hint) : exponent_(hint) {}

  int exponent() const { return exponent_; }

  /// Returns whether sums made for the exponent are of use for values of this magnitude; if not,
  /// takes another exponent. Of infinities no sum is.
  bool fits(double largest) { return fits(exponent_above(largest)); }
  bool fits_square(double largest) { return fits((exponent_above(largest) + 1) >> 1); }

 private:
  bool fits(int above) {
    const int needed = std::max(above, kLeast);
    if (needed > kMost || (needed <= exponent_ && exponent_ <= needed + kWaste)) return true;
    exponent_ = needed + 1;
    return false;
  }

  static constexpr int kLeast = -160, kMost = 129;  // of floats
  static constexpr int kWaste = 6;  // so many bits of the sums may be lost to a larger anchor
  int& exponent_;
};

inline Anchors anchors(int exponent, int other) {
  return {Cut(exponent).anchor(), Cut(exponent + other).anchor()};
}

inline BoundedSums bounded(const BlockSums& sums, std::int64_t terms, int exponent, int other) {
  return {sums.value, sums.product, sums.has_rest ? Cut(exponent).bound(terms) : 0,
          Cut(exponent + other).bound(terms), exponent};
}

/// Returns the sums of x and of its squares.
template <class T>
BoundedSums bounded_squares(Rows<const T> x, Extent extent) {
  thread_local int hint = 0;
  AnchorSearch search(hint);
  for (;;) {
    const int e = search.exponent();
    const BlockSums sums = certified_kernels<T>().squares(x, extent, anchors(e, e));
    if (search.fits_square(sums.largest)) return bounded(sums, extent.rows * extent.length, e, e);
  }
}

/// Returns the sums of dy and of dy * x, where x is below 2^exponent.
template <class T>
BoundedSums bounded_products(Rows<const T> dy, Rows<const T> x, Extent extent, int exponent) {
  thread_local int hint = 0;
  AnchorSearch search(hint);
  for (;;) {
    const int e = search.exponent();
    const BlockSums sums = certified_kernels<T>().products(dy, x, extent, anchors(e, exponent));
    if (search.fits(sums.largest)) return bounded(sums, extent.rows * extent.length, e, exponent);
  }
}

}  // namespace cpu
