// Images and positions are averaged over alike: (n, c, s), (n*s, c) and (1, c, n*s) hold the same
// channels, and only the order and the strides of their values differ.
#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

/// Returns the tensor in another shape: value j of a channel stays value j of it.
std::vector<double> moved(const std::vector<double>& tensor, const Shape& from, const Shape& to) {
  std::vector<double> result(tensor.size());
  for (std::int64_t channel = 0; channel < from.c; ++channel) {
    for (std::int64_t j = 0; j < from.values_per_channel(); ++j) {
      result[static_cast<std::size_t>(to.index(channel, j))] =
          tensor[static_cast<std::size_t>(from.index(channel, j))];
    }
  }
  return result;
}

Judgement judge_shape(Trial& trial, const Shape& shape) {
  const Shape& before = trial.problem().shape;
  if (shape == before) return {Verdict::skip, "the case has this shape", {}};
  Problem reshaped = trial.problem();
  reshaped.shape = shape;
  reshaped.x = moved(reshaped.x, before, shape);
  reshaped.dy = moved(reshaped.dy, before, shape);
  Trial other(trial.court(), std::move(reshaped));
  if (const auto ended = judge_statuses(trial, other)) return *ended;
  const Budget& budget = trial.forward_budget().y;
  return judge_agreement("y in another shape", other.forward().outputs.y, other.forward_budget().y,
                         moved(trial.forward().outputs.y, before, shape),
                         {moved(budget.radius, before, shape), moved(budget.range, before, shape)});
}

Judgement check(Trial& trial) {
  const Shape& shape = trial.problem().shape;
  const std::int64_t m = shape.values_per_channel();
  Judgement result = judge_shape(trial, {m, shape.c, {}});
  result.merge(judge_shape(trial, {1, shape.c, {m}}));
  return result;
}

}  // namespace

const Property kMergedAxes{
    "merged_axes",
    "F18",
    "images and positions alike",
    "y(x; eps) in shape (n, c, s), in (n*s, c) and in (1, c, n*s) agree, within both budgets",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "O1 sums over images and positions alike, and all three shapes give a channel the "
              "same m = n*s values: mean, var and, with the same eps, y are the same. Order and "
              "strides are all that differs.",
     .budget = "T2, once for each of the other shapes: what both budgets of y allow together.",
     .catches = "n taken for m, spatial axes left out of the reduction, axes other than the last "
                "that are broadcast wrongly (jax #461).",
     .defect = "counts images alone"},
};

}  // namespace bncheck::properties
