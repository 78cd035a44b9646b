#pragma once

#include <cmath>

#include "cpu/rounded/certified_kernels.h"
#include "cpu/rounded/split_sum.h"

/// Sums in plain double. Two words hold what they add up to; what was rounded off before that is
/// bounded by the sums of squares (docs/rounding.md). They decide nearly everything.
namespace cpu {

/// The quick sums of a channel, joined from those of its blocks.
class QuickTotal {
 public:
  QuickTotal() = default;
  explicit QuickTotal(const QuickLaneSums& lanes) { add(lanes); }

  void add(const QuickSums& block) {
    add(value_, block.value);
    add(product_, block.product);
    squares_ += block.squares;
  }
  void add(const QuickLaneSums& lanes) {
    for (int i = 0; i < 8; ++i) {
      add(QuickSums{{lanes.high[i], lanes.low[i]},
                    {lanes.product_high[i], lanes.product_low[i]},
                    lanes.squares[i]});
    }
  }

  /// Of terms whose squares add up to this: by Cauchy and Schwarz their magnitudes add up to no
  /// more than sqrt(count * squares). Each is rounded when the pivot is taken off, and up to four
  /// times when a stack is added up.
  LongSum values(double count, double squares) const {
    return bounded(value_, count, 5, std::sqrt(count * squares));
  }
  /// Of products of terms with these sums of squares: each is rounded twice for its factors, once
  /// itself, and four times when a stack is added up.
  LongSum products(double count, double squares, double other_squares) const {
    return bounded(product_, count, 7, std::sqrt(squares * other_squares));
  }
  /// What is not in two words of a block is too little to be counted.
  QuickSums sums() const {
    return {{value_.high(), value_.low()}, {product_.high(), product_.low()}, squares_};
  }
  double product() const { return product_.high() + product_.low(); }
  double squares() const { return squares_; }

 private:
  static void add(LongSum& sum, const TwoWords& words) {
    sum.add(words.high);
    sum.add(words.low);
  }
  /// A second word takes up no more errors than there are terms, each at most u of all terms, and
  /// rounds as often.
  static LongSum bounded(LongSum sum, double count, double roundings, double size) {
    const double second = count * count * kUnit;
    if (size != 0) sum.widen((roundings + second) * kUnit * kRoom * size + kUnderflow);
    sum.normalize();
    return sum;
  }

  LongSum value_, product_;
  double squares_ = 0;
};

/// The sums of a channel's x - pivot and of their squares.
struct PivotSums {
  double pivot = 0;
  LongSum x, xx;
};

/// Returns the one in the middle: it is not an outlier unless two of three are.
inline double middle_of(double a, double b, double c) {
  return std::fmax(std::fmin(a, b), std::fmin(std::fmax(a, b), c));
}

}  // namespace cpu
