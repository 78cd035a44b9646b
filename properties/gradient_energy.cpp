#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  Residuals energy("sum(dy*dx) - weight*invstd*(sum(dy^2) - dbias^2/m - dweight^2/m)");
  Residuals length(
      "sum(dx^2) - weight*invstd*(sum(dy*dx) - weight*invstd*dweight^2/m*eps/(var + eps))");
  for (const GradientChannel& channel : trial.gradient_channels()) {
    const Ball scale = channel.weight * channel.invstd;
    const Ball along_bias = square(channel.dbias) / channel.count();
    const Ball along_weight = square(channel.dweight) / channel.count();
    const Ball product = inner_product(channel.dy, channel.dx);
    energy.add(product - scale * (sum_of_squares(channel.dy) - along_bias - along_weight),
               product_range(channel.dy, channel.dx_range));
    length.add(
        sum_of_squares(channel.dx) - scale * (product - scale * along_weight * channel.leftover),
        sum_of_squares(channel.dx_range).upper_magnitude());
  }
  Judgement result = energy.judgement();
  result.merge(length.judgement());
  return result;
}

}  // namespace

const Property kGradientEnergy{
    "gradient_energy",
    "B6",
    "energy of the gradient",
    "sum(dy*dx) = weight*invstd*(sum(dy^2) - dbias^2/m - dweight^2/m) and sum(dx^2) = "
    "weight*invstd*(sum(dy*dx) - weight*invstd*dweight^2/m*eps/(var + eps)), per channel",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof = "dx = weight*invstd*P dy with P = I - 11'/m - xhat xhat'/m: multiply by dy, and "
              "sum(dy) = dbias, sum(dy*xhat) = dweight give the first equation. P^2 = P - eps/(var "
              "+ eps)*xhat xhat'/m, because sum(xhat^2)/m = var/(var + eps), gives the second.",
     .budget = "T3: every dx_i, dweight and dbias is widened by its own budget, in the products "
               "and in the squares.",
     .catches = "dx, dweight and dbias that disagree with each other: a mean where a sum is due, "
                "an uncentred dweight, a term or an eps that is wrong in one of them.",
     .defect = "dbias a mean"},
};

}  // namespace bncheck::properties
