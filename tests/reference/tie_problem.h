#pragma once

#include <cstdint>
#include <random>

#include "core/batch_norm.h"

namespace bncheck::reference {

/// Draws problems whose answers are dyadic, many of them exactly between two numbers of the type:
/// eps is 0 and the standard deviation a power of two, and weight, bias and dy differ from simple
/// numbers by few units in the last place.
class TieProblems {
 public:
  explicit TieProblems(std::uint64_t seed) : random_(seed) {}

  Problem problem(DType dtype, Mode mode);

 private:
  int integer(int low, int high);
  double near_one(DType dtype);

  std::mt19937_64 random_;
};

}  // namespace bncheck::reference
