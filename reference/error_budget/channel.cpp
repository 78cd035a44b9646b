#include "reference/error_budget/channel.h"

#include <algorithm>

#include "reference/batch_norm.h"

namespace bncheck::reference {
namespace {

Upper spread_of(const std::vector<double>& values) {
  if (values.empty()) return 0.0;
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  return magnitude(Ball(*greatest) - Ball(*least));
}

}  // namespace

Ball Channel::y(std::size_t j) const {
  return Ball(signed_weight) * (Ball(x[j]) - mean_ball) * invstd_ball + Ball(signed_bias);
}

Channel::Channel(const Problem& problem, const Statistics<Ball>& statistics, std::int64_t channel)
    : number(channel), x(channel_values<double>(problem.x, problem.shape, channel)) {
  const auto c = static_cast<std::size_t>(channel);
  mean_ball = statistics.mean[c];
  invstd_ball = statistics.invstd[c];
  mean = magnitude(mean_ball);
  var = magnitude(statistics.var[c]);
  invstd = magnitude(invstd_ball);
  var_plus_eps = (statistics.var[c] + Ball(problem.eps)).lower_magnitude();
  signed_weight = problem.weight_of(channel);
  signed_bias = problem.bias_of(channel);
  weight = magnitude(signed_weight);
  bias = magnitude(signed_bias);
  spread = spread_of(x);
  const auto m = static_cast<double>(x.size());
  for (double value : x) {
    const Upper size = magnitude(value);
    mean_abs += size / m;
    mean_square += size * size / m;
    largest = max(largest, size);
    centered.push_back(magnitude(Ball(value) - mean_ball));
    largest_centered = max(largest_centered, centered.back());
  }
}

}  // namespace bncheck::reference
