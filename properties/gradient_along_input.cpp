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
};

}  // namespace bncheck::properties
