#pragma once

#include "cpu/rounded/f64_kernels.h"
#include "cpu/rounded/numbers.h"
#include "rounding/terms.h"

namespace cpu {

/// The sums of a block of doubles, with bounds of their errors (docs/rounding.md).
struct DoubleSums {
  SplitSum value, product;
  double value_bound = 0, product_bound = 0;
  double squares = 0;  // no less than the sum of the squares of a - center; 0 if none varies
  bool varies = false;

  /// Of a - center and its products with b - center; other_squares is what squares is, of b.
  DoubleSums() = default;
  DoubleSums(const DoubleBlock& block, std::int64_t count, double other_squares);
  /// Of a - center and its squares.
  DoubleSums(const DoubleBlock& block, std::int64_t count);
};

/// Bounds the error of a sum of so many steps, terms of which have this total size. A lane's low
/// word adds up n errors of at most u times the total and rests of 3u times a term; the lanes'
/// are joined in 8 steps or fewer.
inline double sum_bound(std::int64_t steps, double size) {
  const double n = static_cast<double>(steps) + 20;
  return n * n * (kUnit * kUnit) * size * kRoom;
}

inline DoubleSums::DoubleSums(const DoubleBlock& block, std::int64_t count, double other_squares)
    : value(block.value.sum), product(block.product.sum), varies(block.varies) {
  if (!varies) return;
  const auto n = static_cast<double>(count);
  squares = block.squares * kRoom + n * kLeastProduct;
  // Cauchy and Schwarz bound the sums of magnitudes.
  if (!block.value.is_exact) value_bound = sum_bound(block.steps, std::sqrt(n * squares));
  if (other_squares == 0) return;
  product_bound = n * kLeastProduct;
  if (!block.product.is_exact) {
    product_bound += sum_bound(block.steps, std::sqrt(squares) * std::sqrt(other_squares));
  }
}
inline DoubleBlock with_squares(DoubleBlock block) {
  block.squares = block.product.sum.high;
  return block;
}
inline DoubleSums::DoubleSums(const DoubleBlock& block, std::int64_t count)
    : DoubleSums(with_squares(block), count,
                 block.product.sum.high * kRoom + static_cast<double>(count) * kLeastProduct) {}

/// The sums of a channel.
struct DoubleTotals {
  double center = 0;
  LongNear values, products;  // of a - center, and with b - center
  bool varies = false;        // if not, all values are the center
};

}  // namespace cpu
