#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  // The same values in the opposite order: exact, and as large as dy.
  Trial other(trial.court(),
              with_dy(trial.problem(), [](std::int64_t, const auto& dy) { return backwards(dy); }));
  if (const auto ended = judge_status(other.backward())) return *ended;
  Residuals residuals("sum(w*dx(u)) - sum(u*dx(w))");
  const std::vector<GradientChannel>& of_u = trial.gradient_channels();
  const std::vector<GradientChannel>& of_w = other.gradient_channels();
  for (std::size_t c = 0; c < of_u.size(); ++c) {
    const std::vector<double>& u = of_u[c].dy;
    const std::vector<double>& w = of_w[c].dy;
    residuals.add(inner_product(w, of_u[c].dx) - inner_product(u, of_w[c].dx),
                  add_up(product_range(w, of_u[c].dx_range), product_range(u, of_w[c].dx_range)));
  }
  return residuals.judgement();
}

}  // namespace

const Property kGradientSymmetry{
    "gradient_symmetry",
    "B7",
    "symmetry of the gradient",
    "sum(w*dx(u)) = sum(u*dx(w)), u = dy and w = dy in the opposite order, per channel, for every "
    "eps",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof =
         "dx(u) = weight*invstd*P u, and P, as a matrix of second derivatives, is symmetric: "
         "sum(w*P u) = sum(u*P w). weight and invstd, with eps in it, are factors of both sides.",
     .budget = "T3: the budgets of dx(u) weighed by |w|, and those of dx(w) weighed by |u|.",
     .catches = "Elements treated by their place, asymmetric sums.",
     .defect = "dx weighed by place"},
};

}  // namespace bncheck::properties
