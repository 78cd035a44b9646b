#include "tests/properties/ball_definition.h"

#include <algorithm>

namespace bncheck::properties {

void for_each_value(const Shape& shape,
                    const std::function<void(std::size_t, std::size_t)>& function) {
  for (std::int64_t channel = 0; channel < shape.c; ++channel) {
    for (std::int64_t j = 0; j < shape.values_per_channel(); ++j) {
      function(static_cast<std::size_t>(channel),
               static_cast<std::size_t>(shape.index(channel, j)));
    }
  }
}

Ball count_of(const Problem& problem) {
  return Ball(static_cast<double>(problem.shape.values_per_channel()));
}

std::vector<Ball> normalized(const Problem& problem, const Statistics<Ball>& statistics) {
  std::vector<Ball> values(problem.x.size());
  for_each_value(problem.shape, [&](std::size_t c, std::size_t i) {
    values[i] = (Ball(problem.x[i]) - statistics.mean[c]) * statistics.invstd[c];
    if (!statistics.invstd[c].is_finite()) values[i] = statistics.invstd[c];  // 0/0 is not 0
  });
  return values;
}

namespace {

/// sum(a*b)/m in every channel.
std::vector<Ball> mean_products(const Problem& problem, const std::vector<Ball>& a,
                                const std::vector<Ball>& b) {
  std::vector<Ball> means(static_cast<std::size_t>(problem.shape.c));
  for_each_value(problem.shape,
                 [&](std::size_t c, std::size_t i) { means[c] = means[c] + a[i] * b[i]; });
  for (Ball& each : means) each = each / count_of(problem);
  return means;
}

/// The values less their mean in the channel; in evaluation the values.
std::vector<Ball> centered(const Problem& problem, const std::vector<double>& values) {
  std::vector<Ball> result(problem.x.size());
  std::copy(values.begin(), values.end(), result.begin());  // what is absent stays 0
  if (problem.mode == Mode::evaluation) return result;
  const std::vector<Ball> ones(result.size(), Ball(1));
  const std::vector<Ball> means = mean_products(problem, result, ones);
  for_each_value(problem.shape,
                 [&](std::size_t c, std::size_t i) { result[i] = result[i] - means[c]; });
  return result;
}

}  // namespace

DoubleBackward<Ball> second_of(const Problem& problem, const SecondGradients& second,
                               const Statistics<Ball>& statistics) {
  const std::vector<Ball> xhat = normalized(problem, statistics);
  const std::vector<Ball> u = centered(problem, problem.dy);
  const std::vector<Ball> v = centered(problem, second.ddx);
  const Ball training(problem.mode == Mode::training ? 1 : 0);
  const std::vector<Ball> p = mean_products(problem, u, xhat);
  const std::vector<Ball> q = mean_products(problem, v, xhat);
  const std::vector<Ball> products = mean_products(problem, u, v);
  DoubleBackward<Ball> out{std::vector<Ball>(xhat.size()), std::vector<Ball>(xhat.size()), {}};
  for_each_value(problem.shape, [&](std::size_t c, std::size_t i) {
    const auto channel = static_cast<std::int64_t>(c);
    const Ball r = statistics.invstd[c];
    const Ball scale = Ball(problem.weight_of(channel)) * r;
    const Ball ddweight(second.ddweight_of(channel));
    out.d_dy[i] = scale * (v[i] - training * xhat[i] * q[c]) + ddweight * xhat[i] +
                  Ball(second.ddbias_of(channel));
    const Ball bend = xhat[i] * (Ball(3) * p[c] * q[c] - products[c]);
    out.d_x[i] = training * scale * r * (bend - q[c] * u[i] - p[c] * v[i]) +
                 ddweight * r * (u[i] - training * xhat[i] * p[c]);
  });
  if (problem.weight.empty()) return out;
  for (std::size_t c = 0; c < p.size(); ++c) {
    out.d_weight.push_back(statistics.invstd[c] * count_of(problem) *
                           (products[c] - training * p[c] * q[c]));
  }
  return out;
}

}  // namespace bncheck::properties
