// Any case is made two-valued: a*2 where x exceeds the channel's first value, and at the first
// place; a elsewhere, and at the last place; a is a power of two below the size of x.
#include <algorithm>
#include <cmath>

#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

struct TwoValued {
  std::vector<bool> high;
  double step = 0;  ///< the high value less the low one, and the low one
};

TwoValued two_valued(const Problem& problem, std::int64_t channel) {
  const std::vector<double> x = channel_of(problem.x, problem.shape, channel);
  double largest = 0;
  TwoValued result;
  for (const double value : x) {
    largest = std::max(largest, std::fabs(value));
    result.high.push_back(value > x.front());
  }
  result.high.front() = true;
  result.high.back() = false;
  const double size = largest == 0 ? 1 : std::ldexp(1, std::ilogb(largest) - 1);
  result.step = std::max(size, smallest_subnormal(problem.dtype));
  return result;
}

Problem made_two_valued(const Problem& problem, const std::vector<TwoValued>& channels) {
  return with_values(problem, [&](std::int64_t channel, std::int64_t j) {
    const TwoValued& of = channels[static_cast<std::size_t>(channel)];
    return of.high[static_cast<std::size_t>(j)] ? 2 * of.step : of.step;
  });
}

/// Sets y of one channel, and no claim where it has no finite enclosure.
void set_expected(const Problem& problem, const TwoValued& of, std::int64_t channel,
                  std::vector<Ball>& truth, Budget& budget) {
  const auto m = static_cast<double>(of.high.size());
  const auto k = static_cast<double>(std::count(of.high.begin(), of.high.end(), true));
  const Ball eps = Ball(problem.eps) * square(Ball(m)) / square(Ball(of.step));
  const Ball slope = Ball(problem.weight_of(channel)) / sqrt(Ball(k) * Ball(m - k) + eps);
  for (std::size_t j = 0; j < of.high.size(); ++j) {
    const auto at = problem.shape.index(channel, static_cast<std::int64_t>(j));
    const auto i = static_cast<std::size_t>(at);
    truth[i] = slope * Ball(of.high[j] ? m - k : -k) + Ball(problem.bias_of(channel));
    if (!slope.is_finite()) budget.radius[i] = slope.radius;
  }
}

Judgement check(Trial& trial) {
  const Problem& problem = trial.problem();
  std::vector<TwoValued> channels;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    channels.push_back(two_valued(problem, channel));
  }
  Trial other(trial.court(), made_two_valued(problem, channels));
  if (const auto ended = judge_status(other.forward())) return *ended;
  std::vector<Ball> truth(problem.x.size());
  Budget budget = other.forward_budget().y;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    set_expected(problem, channels[static_cast<std::size_t>(channel)], channel, truth, budget);
  }
  return judge("y of two values", other.forward().outputs.y, truth, budget);
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
