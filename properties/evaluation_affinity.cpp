#include <algorithm>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) {
  return evaluates(trial) && trial.problem().shape.values_per_channel() >= 3;
}

/// One channel: the points (x, y) and the a-priori ranges of y.
struct Points {
  std::vector<double> x;
  std::vector<Ball> y;
  std::vector<double> range;

  Ball step(std::size_t from, std::size_t to) const { return Ball(x[to]) - Ball(x[from]); }
};

/// Every point must lie on the line through the leftmost and the rightmost one.
void add_channel(const Points& points, std::size_t channel, Residuals& residuals) {
  const auto [least, most] = std::minmax_element(points.x.begin(), points.x.end());
  const auto first = static_cast<std::size_t>(least - points.x.begin());
  const auto last = static_cast<std::size_t>(most - points.x.begin());
  const Ball width = points.step(first, last);
  const Ball rise = points.y[last] - points.y[first];
  const double rise_range = add_up(points.range[last], points.range[first]);
  for (std::size_t j = 0; j < points.x.size(); ++j) {
    if (j == first || j == last) continue;
    const Ball step = points.step(first, j);
    const double range =
        add_up(mul_up(add_up(points.range[j], points.range[first]), width.upper_magnitude()),
               mul_up(rise_range, step.upper_magnitude()));
    residuals.add_at(channel, (points.y[j] - points.y[first]) * width - rise * step, range);
  }
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  const Problem& problem = trial.problem();
  const Budget& budget = trial.forward_budget().y;
  const std::vector<Ball> y = enclose(trial.forward().outputs.y, budget);
  Residuals residuals("(y_i - y_a)*(x_b - x_a) - (y_b - y_a)*(x_i - x_a)");
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const Points points{channel_of(problem.x, problem.shape, c), channel_of(y, problem.shape, c),
                        channel_of(budget.range, problem.shape, c)};
    add_channel(points, static_cast<std::size_t>(c), residuals);
  }
  return residuals.judgement();
}

}  // namespace

const Property kEvaluationAffinity{
    "evaluation_affinity",
    "E3",
    "evaluation is affine in x",
    "(y_i - y_a)*(x_b - x_a) = (y_b - y_a)*(x_i - x_a), x_a the least and x_b the greatest x of "
    "the channel, for every eps",
    applies_to,
    check,
    /*splits_by_channel=*/true,
    {.proof = "O4 is y = A*x + B with A = weight/sqrt(running_var + eps), so that all points (x_i, "
              "y_i) of a channel lie on one line. The statement compares the slope at two chords "
              "and multiplies out.",
     .budget = "T3: the three y of a residual are widened by their budgets; the differences of x "
               "that multiply them are known.",
     .catches = "Clamps and other bends, an element with other statistics.",
     .defect = "y clamped"},
};

}  // namespace bncheck::properties
