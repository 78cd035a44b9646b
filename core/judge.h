#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/verdict.h"

namespace bncheck {

/// The error an honest implementation may make in each element of one output, and the range the
/// exact value is known to lie in beforehand.
struct Budget {
  std::vector<double> radius;  ///< per element; infinite where no claim is made
  std::vector<double> range;   ///< per element: half-width of the a-priori range of the exact value
  bool may_overflow =
      false;  ///< an intermediate may leave the format's range: non-finite is honest
};

/// Judges one output: a value is right if it lies in truth + budget. Inconclusive if every
/// element's budget is at least its range, so that nothing could have failed but the impossible.
Judgement judge(std::string_view what, std::span<const double> got, std::span<const Ball> truth,
                const Budget& budget);

/// Judges a law whose residual, evaluated in ball arithmetic on (answer +- budget), must hold zero.
/// range is the largest residual that could be seen at all.
Judgement judge_residual(std::string_view what, const Ball& residual, double range);

/// Judges equality to the bit, with -0 = +0 and NaN = NaN.
Judgement judge_same(std::string_view what, std::span<const double> got,
                     std::span<const double> expected);

}  // namespace bncheck
