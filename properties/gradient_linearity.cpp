#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

/// Returns dy at every second place from `first` on and 0 elsewhere, so that two parts add up to dy
/// exactly.
Problem half(const Problem& problem, std::size_t first) {
  return with_dy(problem, [first](std::int64_t, std::vector<double> dy) {
    for (std::size_t j = 1 - first; j < dy.size(); j += 2) dy[j] = 0;
    return dy;
  });
}

double sum_of(double a, double b, double c) { return add_up(add_up(a, b), c); }

void compare(const GradientChannel& whole, const GradientChannel& even, const GradientChannel& odd,
             const Shape& shape, std::size_t c, Residuals& dx, Residuals& sums) {
  for (std::size_t j = 0; j < whole.dx.size(); ++j) {
    dx.add_at(index_of(shape, c, j), whole.dx[j] - even.dx[j] - odd.dx[j],
              sum_of(whole.dx_range[j], even.dx_range[j], odd.dx_range[j]));
  }
  sums.add_at(c, whole.dweight - even.dweight - odd.dweight,
              sum_of(whole.dweight_range, even.dweight_range, odd.dweight_range));
  sums.add_at(c, whole.dbias - even.dbias - odd.dbias,
              sum_of(whole.dbias_range, even.dbias_range, odd.dbias_range));
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const Problem& problem = trial.problem();
  Trial even(trial.court(), half(problem, 0));
  if (const auto ended = judge_status(even.backward())) return *ended;
  Trial odd(trial.court(), half(problem, 1));
  if (const auto ended = judge_status(odd.backward())) return *ended;
  const std::vector<GradientChannel>& of_whole = trial.gradient_channels();
  const std::vector<GradientChannel>& of_even = even.gradient_channels();
  const std::vector<GradientChannel>& of_odd = odd.gradient_channels();
  Residuals dx("dx(u + w) - dx(u) - dx(w)");
  Residuals sums("dweight or dbias of u + w, less those of u and w");
  for (std::size_t c = 0; c < of_whole.size(); ++c) {
    compare(of_whole[c], of_even[c], of_odd[c], problem.shape, c, dx, sums);
  }
  Judgement result = dx.judgement();
  if (!problem.weight.empty() || !problem.bias.empty()) result.merge(sums.judgement());
  return result;
}

}  // namespace

const Property kGradientLinearity{
    "gradient_linearity",
    "B11",
    "linearity of the gradients",
    "dx, dweight and dbias of u + w are those of u and of w added, u and w the even and the odd "
    "places of dy, for every eps",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof = "O5 is linear in dy: its coefficients come from x, weight and eps. u and w share no "
              "place that is not 0, so that u + w is dy without a rounding.",
     .budget = "T3: the budgets of three answers, those of dy, u and w, added.",
     .catches = "Clipped gradients, state that one call leaves to the next.",
     .defect = "dx clipped"},
};

}  // namespace bncheck::properties
