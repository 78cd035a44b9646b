#include "reference/certified/block_sum.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "reference/certified/vector_clones.h"

// Sums without rounding at the speed of floating point: each value is cut at fixed places into
// slices of 40 bits, and a slice's sum over a block is exact in double (docs/numerics.md, 10.2).
// Where a value has bits below the last slice, the block goes through the long accumulator.
namespace bncheck::reference {
namespace {

constexpr int kLanes = 4;
using Lanes [[gnu::vector_size(kLanes * sizeof(double))]] = double;
using Masks [[gnu::vector_size(kLanes * sizeof(double))]] = std::int64_t;

bool is_zero(const Masks& mask) { return (mask[0] | mask[1] | mask[2] | mask[3]) == 0; }

constexpr int kSliceBits = 41;  // a slice's last bit weighs 2^-40 of the bound, its rest 2^-41
// Sums stay exact while 2^kCountBits slices of 40 bits, and the carry into the bound, fit 53 bits.
constexpr int kCountBits = 12;
static_assert(kBlock <= std::size_t{1} << kCountBits);

/// The sum of values that are at most 2^exponent, as the sums of their slices.
template <int kSlices>
class SlicedSum {
 public:
  explicit SlicedSum(int exponent) {
    for (int k = 0; k < kSlices; ++k) {
      // The neighbours of 1.5 * 2^e are 2^(e-52) apart: adding and subtracting it rounds to them.
      anchors_[k] = Lanes{} + std::ldexp(1.5, exponent - k * kSliceBits + kCountBits);
    }
  }

  [[gnu::always_inline]] void add(Lanes value) {
    for (int k = 0; k < kSlices; ++k) {
      const Lanes slice = (value + anchors_[k]) - anchors_[k];
      sums_[k] += slice;
      value -= slice;
    }
    rest_ |= value != 0;
  }

  /// Returns whether every bit of every value is in a slice.
  bool is_exact() const { return is_zero(rest_); }

  void add_to(ExactSum& total) const {
    for (const Lanes& sum : sums_) total.add(((sum[0] + sum[1]) + sum[2]) + sum[3]);
  }

 private:
  Lanes anchors_[kSlices];
  Lanes sums_[kSlices] = {};
  Masks rest_ = {};
};

// 24 bits of a float, or 48 of a product, anywhere in the 82 or 123 bits below the largest one.
using PlainSum = SlicedSum<2>;
using ProductSum = SlicedSum<3>;

/// Reads the values from j on, as many as there are lanes; zeros beyond the end.
[[gnu::always_inline]] inline void load(const double* values, std::size_t j, std::size_t n,
                                        Lanes& lanes) {
  if (j + kLanes <= n) {
    std::memcpy(&lanes, values + j, sizeof lanes);
  } else {
    lanes = Lanes{};
    std::memcpy(&lanes, values + j, (n - j) * sizeof(double));
  }
}

/// Calls visit(a, b) with the lanes of both, four values at a time. Inlined, like all that runs per
/// value, so that the clone it is called from decides the instructions.
template <class Visit>
[[gnu::always_inline]] inline void for_lanes(const double* a, const double* b, std::size_t n,
                                             const Visit& visit) {
  for (std::size_t j = 0; j < n; j += kLanes) {
    Lanes lanes_a;
    Lanes lanes_b;
    load(a, j, n, lanes_a);
    load(b, j, n, lanes_b);
    visit(lanes_a, lanes_b);
  }
}

/// Returns e with every |value| <= 2^e; values that no slices can take give a useless one.
BN_VECTOR_CLONES int exponent_bound(const double* values, std::size_t n) {
  Lanes largest = {};
  for_lanes(values, values, n, [&](const Lanes& value, const Lanes&) {
    const Lanes size = value < 0 ? -value : value;
    largest = size > largest ? size : largest;
  });
  const double bound = std::max({largest[0], largest[1], largest[2], largest[3]});
  return bound == 0 || !std::isfinite(bound) ? 0 : std::ilogb(bound) + 1;
}

/// Marks the values that are no float: only the products of floats are exact.
[[gnu::always_inline]] inline void mark_wide(const Lanes& value, Masks& mask) {
  using Floats [[gnu::vector_size(kLanes * sizeof(float))]] = float;
  mask |= __builtin_convertvector(__builtin_convertvector(value, Floats), Lanes) != value;
}

}  // namespace

bool all_finite(const double* values, std::size_t n) {
  return std::all_of(values, values + n, [](double value) { return std::isfinite(value); });
}

void ChannelSums::merge(const ChannelSums& other) {
  x.merge(other.x);
  xx.merge(other.xx);
  dy.merge(other.dy);
  dy_x.merge(other.dy_x);
}

BN_VECTOR_CLONES bool add_block(const double* x, std::size_t n, ChannelSums& sums) {
  const int bound = exponent_bound(x, n);
  PlainSum plain(bound);
  ProductSum squares(2 * bound);
  Masks wide = {};
  for_lanes(x, x, n, [&](const Lanes& value, const Lanes&) {
    mark_wide(value, wide);
    plain.add(value);
    squares.add(value * value);
  });
  if (is_zero(wide) && plain.is_exact() && squares.is_exact()) {
    plain.add_to(sums.x);
    squares.add_to(sums.xx);
    return true;
  }
  if (!all_finite(x, n)) return false;
  for (std::size_t j = 0; j < n; ++j) {
    sums.x.add(x[j]);
    sums.xx.add_product(x[j], x[j]);
  }
  return true;
}

BN_VECTOR_CLONES bool add_block(const double* x, const double* dy, std::size_t n,
                                ChannelSums& sums) {
  const int bound = exponent_bound(dy, n);
  PlainSum plain(bound);
  ProductSum products(bound + exponent_bound(x, n));
  Masks wide = {};
  for_lanes(x, dy, n, [&](const Lanes& value, const Lanes& gradient) {
    mark_wide(value, wide);
    mark_wide(gradient, wide);
    plain.add(gradient);
    products.add(gradient * value);
  });
  if (is_zero(wide) && plain.is_exact() && products.is_exact()) {
    plain.add_to(sums.dy);
    products.add_to(sums.dy_x);
    return true;
  }
  if (!all_finite(dy, n)) return false;
  for (std::size_t j = 0; j < n; ++j) {
    sums.dy.add(dy[j]);
    sums.dy_x.add_product(dy[j], x[j]);
  }
  return true;
}

}  // namespace bncheck::reference
