#include "properties/second_gradients.h"

#include "properties/moments.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {

SecondGradients second_gradients(const Problem& problem) {
  SecondGradients second;
  second.ddx.resize(problem.dy.size());
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const std::vector<double> x = channel_of(problem.x, problem.shape, c);
    const std::vector<double> dy = channel_of(problem.dy, problem.shape, c);
    std::vector<double> ddx = backwards(dy);
    for (std::size_t j = 0; j < ddx.size(); ++j) {
      if (x[j] < x[(j + 1) % x.size()]) ddx[j] = -ddx[j];
    }
    set_channel(second.ddx, problem.shape, c, ddx);
    if (!problem.weight.empty()) second.ddweight.push_back(dy.empty() ? 0 : dy.front());
    if (!problem.bias.empty()) second.ddbias.push_back(dy.empty() ? 0 : dy.back());
  }
  return second;
}

std::vector<double> third_direction(const Problem& problem) {
  return with_dy(problem,
                 [](std::int64_t, const std::vector<double>& dy) {
                   std::vector<double> moved(dy.begin() + 1, dy.end());
                   moved.push_back(dy.front());
                   return moved;
                 })
      .dy;
}

bool has_double_backward(const Trial& trial) {
  return trial.court().implementation.has_double_backward();
}

}  // namespace bncheck::properties
