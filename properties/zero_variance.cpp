// Where eps and the variance are 0, y is 0/0: frameworks answer the bias or NaN, and the dialect
// says which (D5). All values are 0, whose mean and variance are exact in every arithmetic.
#include <limits>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/room.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) {
  return trains(trial) && trial.dialect().zero_variance != ZeroVariance::any;
}

Problem without_variance(Problem problem) {
  problem.eps = 0;
  return with_values(std::move(problem), [](std::int64_t, std::int64_t) { return 0.0; });
}

double expected(Trial& trial, std::int64_t channel, double answer) {
  if (trial.dialect().zero_variance == ZeroVariance::nan) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double bias = trial.problem().bias_of(channel);
  return is_in_every_format(bias, trial.problem(), trial.contract()) ? bias : answer;
}

Judgement check(Trial& trial) {
  Trial other(trial.court(), with_common_bias(without_variance(trial.problem())));
  if (const auto ended = judge_status(other.forward())) return *ended;
  const std::vector<double>& y = other.forward().outputs.y;
  std::vector<double> truth = y;
  for (std::int64_t c = 0; c < other.problem().shape.c; ++c) {
    for_channel(other.problem().shape, c,
                [&](std::size_t i) { truth[i] = expected(other, c, y[i]); });
  }
  return judge_same("y of 0/0", y, truth);
}

}  // namespace

const Property kZeroVariance{
    "zero_variance",
    "X4",
    "neither variance nor eps",
    "var = 0 and eps = 0: y = bias to the bit, or NaN, as the dialect says; nothing where it says "
    "`any`",
    applies_to,
    check,
    false,
    {"0/0 has no value; the dialect declares the framework's own. x = 0 makes mean and variance "
     "exactly 0 in every arithmetic.",
     "None: the bias, which no format rounds, or NaN, to the bit (T7).",
     "A framework that answers otherwise than it declares.",
     "answers the bias where the dialect says NaN"},
};

}  // namespace bncheck::properties
