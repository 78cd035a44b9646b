#pragma once

#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "core/dtype.h"
#include "core/verdict.h"

namespace bncheck {

/// The error an honest implementation may make in each element of one output, and the range the
/// exact value is known to lie in beforehand.
struct Budget {
  /// Per element. Infinite: no claim, not even a finite answer. kAnyFinite: the answer must be
  /// finite and may be anything.
  std::vector<double> radius;
  /// Per element: half the width of the range that the exact value lies in a priori.
  std::vector<double> range;
};

inline constexpr double kAnyFinite = std::numeric_limits<double>::max();

/// Judges one output: a value is right if it lies in truth + budget. Inconclusive if every
/// element's budget is at least its range, so that nothing could have failed but the impossible.
Judgement judge(std::string_view what, std::span<const double> got, std::span<const Ball> truth,
                const Budget& budget);

/// Judges one output of this type that must be correctly rounded: no number of the type may be
/// nearer to the truth. Of two that are as near either will do, and elements without a budget are
/// left out; inconclusive if all are.
Judgement judge_nearest(std::string_view what, std::span<const double> got,
                        std::span<const Ball> truth, const Budget& budget, DType dtype);

/// Judges a law whose residual, evaluated in ball arithmetic on (answer +- budget), must hold zero.
/// range is the largest residual that could be seen at all.
Judgement judge_residual(std::string_view what, const Ball& residual, double range);

/// Judges equality to the bit, with -0 = +0 and NaN = NaN.
Judgement judge_same(std::string_view what, std::span<const double> got,
                     std::span<const double> expected);

}  // namespace bncheck
