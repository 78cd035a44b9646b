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
    /*splits_by_channel=*/false,
    {.proof = "With p = k/m the mean is a + p*a and var = p*(1 - p)*a^2. High values lie (1 - p)*a "
              "above the mean and low ones p*a below it; divide by sqrt(var + eps) and multiply "
              "both by m/a.",
     .budget = "T2: the budget of y at the two-valued x, around the closed form, which is "
               "evaluated in balls.",
     .catches = "Any error of the forward formula, in numbers that can be read: m = 2 gives "
                "+-weight/sqrt(1 + 4*eps/a^2) + bias.",
     .defect = "adds eps outside the root"},
};

}  // namespace bncheck::properties
