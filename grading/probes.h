#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/case.h"
#include "properties/trial.h"

namespace bncheck::grading {

/// In which form problems are put: what an honest implementation refuses is left out of them.
struct Form {
  bool affine = true;    ///< with weight and bias
  bool running = true;   ///< with running statistics to update
  std::size_t axes = 2;  ///< of x, at least; those that a problem lacks have one place

  bool operator==(const Form&) const = default;
};

/// Who is graded, on tensors of which type, by values that are drawn from which seed.
struct Subject {
  const properties::Court& court;
  DType dtype = DType::f32;
  std::uint64_t seed = 1;
  Form form = {};
};

/// Whether the dialect, and the form, let weight and bias be given.
bool takes_affine(const Subject& subject);

/// A case in training that is built for one purpose: weight 1, bias 0 (absent where the dialect has
/// none), and all weight on the new batch, so that running_mean and running_var show the batch's
/// own statistics.
Case training_case(const Subject& subject, const Shape& shape);

/// Values of deviation 1 around the shift, as precise as the type allows.
Case shifted(const Subject& subject, const Shape& shape, double shift);

/// The shifts of the conditioning sweep; kappa = sqrt(1 + (mean/deviation)^2) is about as large.
inline constexpr double kShifts[] = {1, 16, 256, 4096, 65536};

/// A few values around the shift, in many channels: with so few, sums in any order are as good as
/// each other, and what is left is the algorithm of the variance.
Case conditioned(const Subject& subject, double shift);

/// Channels of one value each, so chosen that chains of m, m/2, ... m/64 additions round down by
/// almost half a unit at every step once they are longer than a half: whatever the number of lanes
/// that a sum is spread over, one channel shows how long its chains are.
Case constant_channels(const Subject& subject, std::int64_t m);

/// Channels of one value that is no sum of a few powers of two: their variance is 0.
Case non_dyadic(const Subject& subject);

/// A large number, its opposite, and ones: a sum in single keeps the ones only by luck.
Case cancelling(const Subject& subject);

/// Two values per channel and a tiny eps, which put y just beside the middle of two numbers of the
/// type: arithmetic in twice the precision cannot tell the side.
Case near_ties(const Subject& subject, double eps);

}  // namespace bncheck::grading
