#include "diagnosis/effective.h"

#include <cmath>
#include <limits>

namespace bncheck::diagnosis {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::size_t place(const Problem& problem, std::size_t channel, std::int64_t j) {
  return static_cast<std::size_t>(problem.shape.index(static_cast<std::int64_t>(channel), j));
}

/// Between the smallest and the largest x, where the roundings of y matter least.
double slope(const Observation& seen, std::size_t channel) {
  const Problem& p = seen.problem;
  if (!seen.has(Output::y)) return kNone;
  std::size_t low = place(p, channel, 0), high = low;
  for (std::int64_t j = 1; j < p.shape.values_per_channel(); ++j) {
    const std::size_t at = place(p, channel, j);
    if (p.x[at] < p.x[low]) low = at;
    if (p.x[at] > p.x[high]) high = at;
  }
  const double weight = p.weight_of(static_cast<std::int64_t>(channel));
  const std::vector<double>& y = seen.got[Output::y];
  return (y[high] - y[low]) / (p.x[high] - p.x[low]) / weight;
}

double weight_of_batch(double updated, double old, double batch) {
  return (updated - old) / (batch - old);
}

}  // namespace

Exact exact_of(const Observation& seen, std::size_t channel) {
  const Problem& p = seen.problem;
  const std::int64_t m = p.shape.values_per_channel();
  double mean = 0, var = 0;
  for (std::int64_t j = 0; j < m; ++j) mean += p.x[place(p, channel, j)];
  mean /= static_cast<double>(m);
  for (std::int64_t j = 0; j < m; ++j) {
    const double d = p.x[place(p, channel, j)] - mean;
    var += d * d;
  }
  return {mean, var / static_cast<double>(m), static_cast<double>(m)};
}

Line line_of(const Observation& seen, std::size_t channel) {
  const Problem& p = seen.problem;
  const Exact batch = exact_of(seen, channel);
  const double mean = seen.trains() ? batch.mean : p.running_mean[channel];
  const double var = seen.trains() ? batch.var : p.running_var[channel];
  const double scale = slope(seen, channel) * p.weight_of(static_cast<std::int64_t>(channel));
  const std::size_t first = place(p, channel, 0);
  const double eps = seen.dialect.eps.taken(p.eps);
  return {scale * std::sqrt(var + eps), seen.got[Output::y][first] - scale * (p.x[first] - mean)};
}

double shown_eps(const Observation& seen) {
  double eps = kNone, least = std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < static_cast<std::size_t>(seen.problem.shape.c); ++c) {
    const double var = seen.trains() ? exact_of(seen, c).var : seen.problem.running_var[c];
    const double shown = slope(seen, c);
    if (!(shown > 0) || !(var < least)) continue;
    least = var;
    eps = 1 / (shown * shown) - var;
  }
  return eps;
}

Effective effective_of(const Observation& seen, std::size_t channel) {
  const Problem& p = seen.problem;
  Effective effective{slope(seen, channel), kNone, kNone, kNone, kNone};
  if (seen.has(Output::save_invstd)) {
    effective.saved_invstd = seen.got[Output::save_invstd][channel];
  }
  if (!seen.has(Output::running_mean) || !seen.has(Output::running_var)) return effective;
  const Exact exact = exact_of(seen, channel);
  const double tracked =
      seen.dialect.running_var == VarianceDivisor::biased ? exact.m : exact.m - 1;
  const double mean = seen.got[Output::running_mean][channel];
  const double var = seen.got[Output::running_var][channel];
  effective.mean_momentum = weight_of_batch(mean, p.running_mean[channel], exact.mean);
  effective.var_momentum =
      weight_of_batch(var, p.running_var[channel], exact.var * exact.m / tracked);
  effective.tracked_var = (var - (1 - p.momentum) * p.running_var[channel]) / p.momentum;
  return effective;
}

}  // namespace bncheck::diagnosis
