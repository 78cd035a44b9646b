#pragma once

#include <cmath>

#include "cuda/rounded/exact_sum.h"
#include "cuda/tensor.h"

namespace cuda {

/// How many values were not numbers: they enter no other sum.
struct Specials {
  std::int64_t nan = 0, above = 0, below = 0;

  BN_DEVICE bool any() const { return (nan | above | below) != 0; }
  /// Returns what a sum with them comes to.
  BN_DEVICE double sum() const {
    if (nan != 0 || (above != 0 && below != 0)) return NAN;
    return above != 0 ? INFINITY : -INFINITY;
  }
};

/// The sums over a channel, without error: all of integers, of which threads add up parts in any
/// order. P is f64 for f64 tensors, else f32.
template <class P>
struct TotalsOf {
  using Digits = DigitsOf<P>;
  std::int64_t x[Digits::kValues] = {}, x_x[Digits::kProducts] = {};
  std::int64_t dy[Digits::kValues] = {}, dy_x[Digits::kProducts] = {};
  Specials x_specials, dy_specials;

  static constexpr int kIntegers =
      2 * (Digits::kValues + Digits::kProducts) + 2 * sizeof(Specials) / sizeof(std::int64_t);
};
using Totals = TotalsOf<float>;

/// A thread's part of them.
template <class T>
class ThreadTotals {
 public:
  using Totals = TotalsOf<typename ParameterTypeOf<T>::Type>;

  BN_DEVICE explicit ThreadTotals(Totals& of_block)
      : of_block_(of_block), x_(of_block.x, of_block.x_x), dy_(of_block.dy, of_block.dy_x) {}

  template <class Context>
  BN_DEVICE void add(Context& cx, double x) {
    if (!is_number(cx, x, of_block_.x_specials)) return;
    x_.add(cx, x);
    x_.add_product(cx, x, x);
  }
  template <class Context>
  BN_DEVICE void add(Context& cx, double dy, double x) {
    add(cx, x);
    if (!is_number(cx, dy, of_block_.dy_specials)) return;
    dy_.add(cx, dy);
    if (std::isfinite(x)) dy_.add_product(cx, dy, x);
  }
  template <class Context>
  BN_DEVICE void flush(Context& cx) {
    x_.flush(cx);
    dy_.flush(cx);
  }

 private:
  template <class Context>
  BN_DEVICE static bool is_number(Context& cx, double value, Specials& specials) {
    if (std::isfinite(value)) return true;
    cx.add(value != value ? &specials.nan : value > 0 ? &specials.above : &specials.below, 1);
    return false;
  }

  Totals& of_block_;
  ExactSumOf<T> x_, dy_;
};

}  // namespace cuda
