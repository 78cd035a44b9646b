#pragma once

#include <cstddef>
#include <vector>

#include "core/ball.h"
#include "core/dtype.h"

namespace bncheck::reference {

/// Rounds and encloses whole blocks by double arithmetic with a certified radius (docs/numerics.md,
/// 10.3), for the formats that are narrower than double:
///   y  = gain (x - center) + bias
///   dx = gain ((dy - mean_dy) - (x - center) slope)
class FirstTier {
 public:
  struct Constants {
    Ball center, gain, bias, mean_dy, slope;
  };

  FirstTier(DType dtype, const Constants& constants);

  /// Writes the nearest numbers of the format and the places, within the block, of those that it
  /// cannot decide: all places, if double is not enough for the channel.
  void y(const double* x, std::size_t n, double* y, std::vector<std::size_t>& undecided) const;
  void dx(const double* x, const double* dy, std::size_t n, double* dx,
          std::vector<std::size_t>& undecided) const;

  /// Writes balls, and the places of those whose radius is not below 2^-16 of the rounding error
  /// that the format allows the value: no budget is smaller than that.
  void y(const double* x, std::size_t n, Ball* y, std::vector<std::size_t>& loose) const;
  void dx(const double* x, const double* dy, std::size_t n, Ball* dx,
          std::vector<std::size_t>& loose) const;

 private:
  struct Enclosed {
    double value;
    double radius;
  };
  Enclosed enclosed_y(double x) const;
  Enclosed enclosed_dx(double x, double dy) const;
  template <class Enclose>
  void round(std::size_t n, double* out, std::vector<std::size_t>& undecided,
             const Enclose& enclose) const;
  template <class Enclose>
  void enclose(std::size_t n, Ball* out, std::vector<std::size_t>& loose,
               const Enclose& enclosed) const;

  DType dtype_;
  bool usable_;
  double center_, gain_, bias_, mean_dy_, slope_;
  double tight_;                 ///< the radius allowed, as a part of the value
  double y_radius_, dx_radius_;  ///< the parts of the radius that all values share
};

}  // namespace bncheck::reference
