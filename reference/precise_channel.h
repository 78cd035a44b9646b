#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "reference/batch_norm.h"
#include "reference/double_backward.h"
#include "reference/mp_ball.h"
#include "reference/precise_rung.h"

// The definition (reference/batch_norm.h) in balls of kBits bits, one channel at a time.
namespace bncheck::reference {

/// var + eps is tight at 2^-110 of its value: a Ball of core keeps 2^-106 at best.
inline constexpr int kTightBits = 110;

/// What one channel is normalized with, and the values that are.
template <int kBits>
struct NormalizedChannel {
  using Number = MpBall<kBits>;
  std::vector<Number> x;
  Moments<Number> moments;
  Number invstd;
  bool tight = false;  ///< no wider rung would say more
};

inline bool is_constant(const Problem& problem, std::int64_t channel) {
  const auto at = [&](std::int64_t j) {
    return problem.x[static_cast<std::size_t>(problem.shape.index(channel, j))];
  };
  const std::int64_t m = problem.shape.values_per_channel();
  if (m == 0 || !std::isfinite(at(0))) return false;
  for (std::int64_t j = 1; j < m; ++j) {
    if (at(j) != at(0)) return false;
  }
  return true;
}

template <int kBits>
Moments<MpBall<kBits>> channel_moments(const Problem& problem, std::int64_t channel,
                                       const std::vector<MpBall<kBits>>& x) {
  using Number = MpBall<kBits>;
  if (problem.mode == Mode::evaluation) return running_moments<Number>(problem, channel);
  // Rounded sums cannot tell a variance of zero from a small one; the values can.
  if (is_constant(problem, channel)) return {x.front(), Number()};
  return batch_moments(x);
}

template <int kBits>
NormalizedChannel<kBits> normalized_channel(const Problem& problem, std::int64_t channel) {
  using Number = MpBall<kBits>;
  NormalizedChannel<kBits> result;
  result.x = channel_values<Number>(problem.x, problem.shape, channel);
  result.moments = channel_moments(problem, channel, result.x);
  result.invstd = inverse_deviation(result.moments.var, problem.eps);
  const Number radicand = result.moments.var + Number(problem.eps);
  // Nothing is known of an infinite input or an empty channel, and 1/sqrt(0) is undefined, at any
  // width.
  result.tight = !radicand.is_finite() || radicand.is_exact_zero() || radicand.is_tight(kTightBits);
  return result;
}

template <int kBits>
Gradient<MpBall<kBits>> channel_gradient(const Problem& problem, std::int64_t channel,
                                         const NormalizedChannel<kBits>& known) {
  const auto dy = channel_values<MpBall<kBits>>(problem.dy, problem.shape, channel);
  const double weight = problem.weight_of(channel);
  return problem.mode == Mode::training
             ? training_gradient(known.x, dy, known.moments, known.invstd, weight)
             : evaluation_gradient(known.x, dy, known.moments, known.invstd, weight);
}

template <int kBits>
void write_channel(const std::vector<MpBall<kBits>>& values, const Shape& shape,
                   std::int64_t channel, std::vector<Ball>& tensor) {
  for (std::size_t j = 0; j < values.size(); ++j) {
    const auto at = shape.index(channel, static_cast<std::int64_t>(j));
    tensor[static_cast<std::size_t>(at)] = values[j].to_ball();
  }
}

/// Writes the updated running statistics; an empty channel leaves them as they are.
template <int kBits>
void write_running(const Problem& problem, const Dialect& dialect, std::int64_t channel,
                   const Moments<MpBall<kBits>>& batch, Forward<Ball>& out) {
  const auto c = static_cast<std::size_t>(channel);
  const std::int64_t m = problem.shape.values_per_channel();
  if (m == 0) {
    out.running_mean[c] = Ball(problem.running_mean[c]);
    out.running_var[c] = Ball(problem.running_var[c]);
    return;
  }
  const MpBall<kBits> var = tracked_variance(batch.var, m, dialect.running_var);
  const auto update = [&](double running, const MpBall<kBits>& value) {
    return updated(running, value, problem.momentum, dialect.momentum).to_ball();
  };
  out.running_mean[c] = update(problem.running_mean[c], batch.mean);
  out.running_var[c] = update(problem.running_var[c], var);
}

template <int kBits>
bool statistics_of_channel(const Problem& problem, std::int64_t channel, Statistics<Ball>& out) {
  const auto known = normalized_channel<kBits>(problem, channel);
  if (!known.tight) return false;
  const auto c = static_cast<std::size_t>(channel);
  out.mean[c] = known.moments.mean.to_ball();
  out.var[c] = known.moments.var.to_ball();
  out.invstd[c] = known.invstd.to_ball();
  return true;
}

template <int kBits>
bool forward_of_channel(const Problem& problem, const Dialect& dialect, std::int64_t channel,
                        Forward<Ball>& out) {
  const auto known = normalized_channel<kBits>(problem, channel);
  if (!known.tight) return false;
  const auto y = output(known.x, known.moments, known.invstd, problem.weight_of(channel),
                        problem.bias_of(channel));
  write_channel(y, problem.shape, channel, out.y);
  const auto c = static_cast<std::size_t>(channel);
  if (!out.save_mean.empty()) {
    const bool var = dialect.saved == SavedStatistic::variance;
    out.save_mean[c] = known.moments.mean.to_ball();
    out.save_invstd[c] = (var ? known.moments.var : known.invstd).to_ball();
  }
  if (!out.running_mean.empty()) write_running(problem, dialect, channel, known.moments, out);
  return true;
}

template <int kBits>
bool backward_of_channel(const Problem& problem, std::int64_t channel, Backward<Ball>& out) {
  const auto known = normalized_channel<kBits>(problem, channel);
  if (!known.tight) return false;
  const auto gradient = channel_gradient(problem, channel, known);
  write_channel(gradient.dx, problem.shape, channel, out.dx);
  const auto c = static_cast<std::size_t>(channel);
  if (!out.dweight.empty()) out.dweight[c] = gradient.dweight.to_ball();
  if (!out.dbias.empty()) out.dbias[c] = gradient.dbias.to_ball();
  return true;
}

/// Returns the channel's second gradients; an absent ddx is 0.
template <int kBits>
Second<MpBall<kBits>> channel_second(const Problem& problem, const SecondGradients& second,
                                     std::int64_t channel) {
  using Number = MpBall<kBits>;
  const auto m = static_cast<std::size_t>(problem.shape.values_per_channel());
  return {second.ddx.empty() ? std::vector<Number>(m)
                             : channel_values<Number>(second.ddx, problem.shape, channel),
          Number(second.ddweight_of(channel)), Number(second.ddbias_of(channel))};
}

template <int kBits>
SecondGradient<MpBall<kBits>> channel_second_gradient(const Problem& problem,
                                                      const SecondGradients& second,
                                                      std::int64_t channel,
                                                      const NormalizedChannel<kBits>& known) {
  const auto dy = channel_values<MpBall<kBits>>(problem.dy, problem.shape, channel);
  const auto own = channel_second<kBits>(problem, second, channel);
  const double weight = problem.weight_of(channel);
  return problem.mode == Mode::training
             ? training_second_gradient(known.x, dy, own, known.moments, known.invstd, weight)
             : evaluation_second_gradient(known.x, dy, own, known.moments, known.invstd, weight);
}

template <int kBits>
bool double_backward_of_channel(const Problem& problem, const SecondGradients& second,
                                std::int64_t channel, DoubleBackward<Ball>& out) {
  const auto known = normalized_channel<kBits>(problem, channel);
  if (!known.tight) return false;
  const auto gradient = channel_second_gradient(problem, second, channel, known);
  write_channel(gradient.d_dy, problem.shape, channel, out.d_dy);
  write_channel(gradient.d_x, problem.shape, channel, out.d_x);
  const auto c = static_cast<std::size_t>(channel);
  if (!out.d_weight.empty()) out.d_weight[c] = gradient.d_weight.to_ball();
  return true;
}

template <int kBits>
Rung rung() {
  return {kBits, statistics_of_channel<kBits>, forward_of_channel<kBits>,
          backward_of_channel<kBits>, double_backward_of_channel<kBits>};
}

}  // namespace bncheck::reference
