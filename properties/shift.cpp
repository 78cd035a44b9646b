// A shift that is exact for every value of a channel moves the mean, and nothing else. The shift is
// a power of two of about the size of x, or the largest below it that is exact; a channel
// without one stays as it is.
#include <algorithm>
#include <cmath>

#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

/// Returns an exact shift of the channel; 0 if there is none.
double exact_shift(const Problem& problem, std::int64_t channel) {
  const std::vector<double> x = channel_of(problem.x, problem.shape, channel);
  double largest = 0;
  for (const double value : x) largest = std::max(largest, std::fabs(value));
  if (largest == 0) return 1;
  if (!std::isfinite(largest)) return 0;
  constexpr int kHighest = 1023;  // of doubles: half of an infinite shift would be one, too
  const double top = std::ldexp(1, std::min(std::ilogb(largest) + 1, kHighest));
  double shift = top;
  while (shift >= unit_roundoff(problem.dtype) * top) {
    const auto exact = [&](double value) { return is_exact_sum(problem.dtype, value, shift); };
    if (shift > 0 && std::all_of(x.begin(), x.end(), exact)) return shift;
    shift /= 2;
  }
  return 0;
}

Judgement check(Trial& trial) {
  const Problem& problem = trial.problem();
  std::vector<double> shifts;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    shifts.push_back(exact_shift(problem, channel));
  }
  if (std::count(shifts.begin(), shifts.end(), 0) == problem.shape.c) {
    return skipped("no power of two near the size of x can be added to a channel exactly");
  }
  Trial other(trial.court(), with_values(problem, [&](std::int64_t channel, std::int64_t j) {
                const double x =
                    problem.x[static_cast<std::size_t>(problem.shape.index(channel, j))];
                return x + shifts[static_cast<std::size_t>(channel)];
              }));
  if (const auto ended = judge_statuses(trial, other)) return *ended;
  return judge_agreement("y of x + shift", other.forward().outputs.y, other.forward_budget().y,
                         trial.forward().outputs.y, trial.forward_budget().y);
}

}  // namespace

const Property kShift{
    "shift",
    "F8",
    "shifted input",
    "y(x + 2^k; eps) = y(x; eps) within both budgets, where x + 2^k is exact, k by channel",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "x + c has the mean mean + c and the same deviations from it, hence the same var, "
              "invstd and y, for every eps. c is a power of two with which every x_i + c is a "
              "number of the type, so that the second call gets exactly the shifted values.",
     .budget = "T2 within the sum of both budgets of y. The budget at the shifted x is the larger "
               "one, by what the declared algorithm loses to a larger mean: in proportion to the "
               "mean, or to mean^2/var for a declared one-pass variance.",
     .catches = "A variance that cancels at a large mean though two passes or Welford are declared "
                "(tt-metal #45968, tensorflow #118701), statistics about a fixed center.",
     .defect = "cancels squares of the mean"},
};

}  // namespace bncheck::properties
