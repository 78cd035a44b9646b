#pragma once

#include <span>
#include <string_view>

#include "core/dtype.h"
#include "core/judge.h"

namespace bncheck::properties {

class Trial;

/// The powers of two that each gradient is expected to be multiplied by.
struct Powers {
  int dx = 0;
  int dweight = 0;
  int dbias = 0;
};

/// Judges the gradients of one trial against those of another, scaled; both have answered. Skip
/// where a product of either may underflow or overflow.
Judgement judge_scaled_gradients(Trial& got, Trial& expected, const Powers& powers);

/// Answers of one type, and the magnitude beyond which one of them has met no underflow.
struct Answers {
  std::span<const double> values;
  double floor;
  DType dtype;
};

/// Judges got = 2^k*expected to the bit, element by element, where one of the two and its image lie
/// between the floors and the largest number; skip if none does.
Judgement judge_scaled(std::string_view what, const Answers& got, const Answers& expected, int k);

}  // namespace bncheck::properties
