#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

double twice_and(double one, double other) { return add_up(mul_up(2, one), other); }

void compare(const GradientChannel& once, const GradientChannel& twice, const Shape& shape,
             std::size_t c, Residuals& dx, Residuals& sums) {
  for (std::size_t j = 0; j < twice.dx.size(); ++j) {
    const std::size_t same = j % once.dx.size();
    dx.add_at(index_of(shape, c, j), twice.dx[j] - once.dx[same],
              add_up(twice.dx_range[j], once.dx_range[same]));
  }
  sums.add_at(c, twice.dweight - Ball(2) * once.dweight,
              twice_and(once.dweight_range, twice.dweight_range));
  sums.add_at(c, twice.dbias - Ball(2) * once.dbias,
              twice_and(once.dbias_range, twice.dbias_range));
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const Problem& problem = trial.problem();
  Trial longer(trial.court(), doubled(problem));
  if (const auto ended = judge_status(longer.backward())) return *ended;
  const std::vector<GradientChannel>& once = trial.gradient_channels();
  const std::vector<GradientChannel>& twice = longer.gradient_channels();
  Residuals dx("dx of the batch twice over - dx");
  Residuals sums("dweight or dbias of the batch twice over - 2 times that of the batch");
  for (std::size_t c = 0; c < once.size(); ++c) {
    compare(once[c], twice[c], longer.problem().shape, c, dx, sums);
  }
  Judgement result = dx.judgement();
  if (!problem.weight.empty() || !problem.bias.empty()) result.merge(sums.judgement());
  return result;
}

}  // namespace

const Property kGradientDuplication{
    "gradient_duplication",
    "B18",
    "gradients of the batch twice over",
    "x and dy twice over give the same dx twice over, 2*dweight and 2*dbias, for every eps",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof = "Over the batch twice m, dbias and dweight double. Their quotients by m, and mean, "
              "var and eps, are what dx is made of, and these stay.",
     .budget = "T3: both budgets of dx; for dweight and dbias the budget of the long batch and "
               "twice that of the short one.",
     .catches = "m - 1 for m in a mean of dx, means returned for sums.",
     .defect = "dx over m - 1"},
};

}  // namespace bncheck::properties
