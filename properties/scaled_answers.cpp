#include "properties/scaled_answers.h"

#include <cmath>
#include <string>

#include "core/error.h"
#include "properties/room.h"
#include "properties/trial.h"

namespace bncheck::properties {

namespace {

/// Returns whether the value met neither end of its format, nor should 2^k times it among others. A
/// value at the floor may have been rounded up to it on the subnormal grid.
bool has_image(double value, const Answers& own, int k, const Answers& others) {
  const double image = std::fabs(std::ldexp(value, k));
  return std::fabs(value) > own.floor && image > others.floor &&
         std::fabs(value) <= largest_finite(own.dtype) && image <= largest_finite(others.dtype);
}

}  // namespace

Judgement judge_scaled(std::string_view what, const Answers& got, const Answers& expected, int k) {
  BN_ASSERT(got.values.size() == expected.values.size());
  Judgement result = skipped("no answer is far enough from underflow");
  for (std::size_t i = 0; i < got.values.size(); ++i) {
    const double here = got.values[i];
    const double there = expected.values[i];
    if (!has_image(there, expected, k, got) && !has_image(here, got, -k, expected)) continue;
    result.merge({Verdict::pass, "", {}});
    if (here == std::ldexp(there, k)) continue;
    result = failed(std::string(what) + " does not scale by a power of two to the bit");
    result.evidence = Evidence{std::string(what), i, here, Ball(std::ldexp(there, k)), 0, HUGE_VAL};
    return result;
  }
  return result;
}

Judgement judge_scaled_gradients(Trial& got, Trial& expected, const Powers& powers) {
  const auto got_floor = smallest_roomy_gradient(got);
  const auto expected_floor = smallest_roomy_gradient(expected);
  if (!got_floor || !expected_floor) return skipped("a product may underflow or overflow");
  const Backward<double>& a = got.backward().outputs;
  const Backward<double>& b = expected.backward().outputs;
  const DType dtype = got.problem().dtype;
  const DType parameter = got.problem().parameters();
  const auto sums = [&](const std::vector<double>& values) {
    return Answers{values, smallest_normal(parameter), parameter};
  };
  Judgement result =
      judge_scaled("dx", {a.dx, *got_floor, dtype}, {b.dx, *expected_floor, dtype}, powers.dx);
  result.merge(judge_scaled("dweight", sums(a.dweight), sums(b.dweight), powers.dweight));
  result.merge(judge_scaled("dbias", sums(a.dbias), sums(b.dbias), powers.dbias));
  return result;
}

}  // namespace bncheck::properties
