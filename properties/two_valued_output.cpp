// Any case is made two-valued: a*2 where x exceeds the channel's first value, and at the first
// place; a elsewhere, and at the last place; a is a power of two below the size of x.
#include <algorithm>
#include <cmath>

#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/two_values.h"

namespace bncheck::properties {
namespace {

TwoValues two_valued(const Problem& problem, std::int64_t channel) {
  const std::vector<double> x = channel_of(problem.x, problem.shape, channel);
  TwoValues result;
  for (const double value : x) result.high.push_back(value > x.front());
  result.high.front() = true;
  result.high.back() = false;
  const double largest = largest_magnitude(x);
  const bool usual = largest > 0 && std::isfinite(largest);
  const double size = usual ? std::ldexp(1, std::ilogb(largest) - 1) : 1;
  result.step = std::max(size, smallest_subnormal(problem.dtype));
  result.low = result.step;
  return result;
}

Judgement check(Trial& trial) {
  const Problem& problem = trial.problem();
  std::vector<TwoValues> channels;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    channels.push_back(two_valued(problem, channel));
  }
  Trial other(trial.court(), with_two_values(problem, channels));
  if (const auto ended = judge_status(other.forward())) return *ended;
  return judge_two_values(other, channels);
}

}  // namespace

const Property kTwoValuedOutput{
    "two_valued_output",
    "F25",
    "two values in closed form",
    "2a at k of m places, a elsewhere: y = weight*(m - k, or -k)/sqrt(k*(m - k) + m^2*eps/a^2) + "
    "bias",
    trains,
    check,
};

}  // namespace bncheck::properties
