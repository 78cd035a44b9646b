#include "reference/error_budget/channel.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "reference/channel_values.h"

namespace bncheck::reference {
namespace {

Upper spread_of(const std::vector<double>& values) {
  if (values.empty()) return 0.0;
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  return magnitude(Ball(*greatest) - Ball(*least));
}

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

}  // namespace

Channel::Channel(const Problem& problem, const Statistics<Ball>& statistics, std::int64_t channel)
    : number(channel), x(static_cast<std::size_t>(problem.shape.values_per_channel())) {
  if (!x.empty()) {
    read_values(problem.x.data(), problem.shape, channel, 0, x.size(), x.data());
  }
  const auto c = static_cast<std::size_t>(channel);
  mean_ball = statistics.mean[c];
  invstd_ball = statistics.invstd[c];
  mean_rest = add_up(std::fabs(mean_ball.middle.lo), mean_ball.radius);
  mean = magnitude(mean_ball);
  var = magnitude(statistics.var[c]);
  invstd = magnitude(invstd_ball);
  var_plus_eps = (statistics.var[c] + Ball(problem.eps)).lower_magnitude();
  signed_weight = problem.weight_of(channel);
  signed_bias = problem.bias_of(channel);
  weight = magnitude(signed_weight);
  bias = magnitude(signed_bias);
  finite = all_finite(x) && std::isfinite(signed_weight) && std::isfinite(signed_bias);
  if (problem.mode == Mode::evaluation) {
    finite = finite && mean_ball.is_finite() && statistics.var[c].is_finite();
  }
  spread = spread_of(x);
  const Upper share = x.empty() ? Upper(0) : Upper(1) / static_cast<double>(x.size());
  centered.reserve(x.size());
  for (double value : x) {
    const Upper size = magnitude(value);
    mean_abs += size * share;
    mean_square += size * size * share;
    largest = max(largest, size);
    centered.push_back(distance_from_mean(value));
    largest_centered = max(largest_centered, centered.back());
  }
}

/// Rounds up. The first difference is exact where x is near the mean (Sterbenz), and elsewhere as
/// large as the second, so that two roundings of the result bound what both lose.
double Channel::distance_from_mean(double value) const {
  if (!std::isfinite(value)) return std::numeric_limits<double>::infinity();
  const double distance = std::fabs((value - mean_ball.middle.hi) - mean_ball.middle.lo);
  return (Upper(distance * (1 + 0x1p-51)) + mean_ball.radius).value();
}

double Channel::output_magnitude(std::size_t j) const {
  const double product = signed_weight * ((x[j] - mean_ball.middle.hi) * invstd_ball.middle.hi);
  return std::fabs(product + signed_bias);
}

Linear Channel::output_bound() const {
  const Upper scale = weight * invstd;
  return Linear::value() + Upper(0x1p-50) * (scale * Linear::centered() + bias) + scale * mean_rest;
}

}  // namespace bncheck::reference
