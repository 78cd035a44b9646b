#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

std::vector<double> magnitudes(const std::vector<Ball>& balls) {
  std::vector<double> values;
  for (const Ball& each : balls) values.push_back(each.upper_magnitude());
  return values;
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  Residuals residuals("sum(dx*(x - mean)) - weight*dweight*eps/(var + eps)");
  for (const GradientChannel& channel : trial.gradient_channels()) {
    Ball along;
    for (std::size_t j = 0; j < channel.dx.size(); ++j) {
      along = along + channel.dx[j] * channel.x.deviation[j];
    }
    residuals.add(along - channel.weight * channel.dweight * channel.leftover,
                  product_range(magnitudes(channel.x.deviation), channel.dx_range));
  }
  return residuals.judgement();
}

}  // namespace

const Property kGradientAlongInput{
    "gradient_along_input",
    "B5",
    "gradient along the input",
    "sum(dx*(x - mean)) = weight*dweight*eps/(var + eps), per channel",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof =
         "dx = weight*invstd*P dy with a symmetric P = I - 11'/m - xhat xhat'/m, and P maps x - "
         "mean to eps/(var + eps) times itself. Hence sum(dx*(x - mean)) = weight*invstd*eps/(var "
         "+ eps)*sum(dy*(x - mean)), where invstd*sum(dy*(x - mean)) is dweight.",
     .budget = "T3: the budget of each dx_i times |x_i - mean|, and |weight|*eps/(var + eps) times "
               "that of dweight.",
     .catches = "The variance term wrong or missing, any wrong eps, a lost weight (Knet.jl #288).",
     .defect = "no variance term"},
};

}  // namespace bncheck::properties
