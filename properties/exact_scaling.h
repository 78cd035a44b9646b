#pragma once

#include <optional>
#include <vector>

#include "core/batch_norm.h"
#include "core/contract.h"

namespace bncheck::properties {

/// Where multiplying by a power of two commutes with every rounding of an honest computation: it
/// does as long as nothing that is rounded leaves the normal numbers of its format, in either run.
///
/// What a computation of the contract may meet is bounded by exponents. Let q be the largest power
/// of two of which all x are multiples, X = max |x| and u the finest roundoff of the contract.
/// Sums of x are multiples of q, so that a computed mean is 0 or at least q/(2m), or u*q/(4m^2)
/// where partial means cancel; x - mean is then 0 or at least u*q/(8m^2) =: 2^least, and at most
/// 2X <= 2^greatest. Merged means of Welford's trees may cancel further and have no such bound.
class ScalingRoom {
 public:
  ScalingRoom(const Problem& problem, const Contract& contract);

  /// Returns whether x times 2^power with eps times 4^power is exact for the channel.
  bool input_scales(std::int64_t channel, int power) const;

  /// Returns whether weight and bias times 2^power is exact for the channel.
  bool affine_scales(std::int64_t channel, int power) const;

 private:
  struct Exponents {
    int least = 0, greatest = 0;
  };
  struct Input {
    int last = 0;  ///< of q
    int least = 0, greatest = 0;
  };

  Input bounds_of(const std::vector<double>& x, int roundoff) const;
  bool has_bounds() const;
  bool is_normal(int exponent) const { return lowest_ <= exponent && exponent <= highest_; }
  bool is_representable(const Input& x, int power) const;
  bool parameter_fits(double value, int power) const;
  bool input_fits(std::int64_t channel, int power) const;
  bool affine_fits(std::int64_t channel, int power) const;
  /// Bounds 1/sqrt(var + eps) where it is finite.
  Exponents invstd(const Input& x, int power) const;

  const Problem& problem_;
  const Contract& contract_;
  int lowest_, highest_;  ///< exponents that are normal in every format of arithmetic
  int count_;             ///< 2^count_ > m
  std::vector<Input> x_;
};

/// Returns the first power that scales some channel; nothing if none does. The boldest come first,
/// and of these the one downwards: small numbers show what an absolute constant does.
template <class Scales>
std::optional<int> power_that(const Scales& scales, std::int64_t channels) {
  for (const int power : {-24, 24, -9, 9, -3, 3, -1, 1}) {
    for (std::int64_t channel = 0; channel < channels; ++channel) {
      if (scales(channel, power)) return power;
    }
  }
  return std::nullopt;
}

/// Returns before * 2^power, which the answer must then be to the bit; or the answer itself where
/// one of the two may have been rounded as a subnormal number of its type, or has overflowed.
double scaled_answer(DType dtype, double before, int power, double answer);

}  // namespace bncheck::properties
