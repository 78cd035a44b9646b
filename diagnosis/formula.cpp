#include "diagnosis/formula.h"

#include <algorithm>
#include <limits>

#include "reference/double_backward.h"

namespace bncheck::diagnosis {
namespace {

Ball value_of(const ChannelValue& own, const Channel& channel, const Ball& definition) {
  return own ? own(channel) : definition;
}

std::vector<Ball> values_of(const std::vector<double>& tensor, const Shape& shape,
                            std::size_t channel) {
  std::vector<Ball> values;
  for (std::int64_t j = 0; j < shape.values_per_channel(); ++j) {
    values.emplace_back(
        tensor[static_cast<std::size_t>(shape.index(static_cast<std::int64_t>(channel), j))]);
  }
  return values;
}

std::vector<Ball> minus(std::vector<Ball> values, const Ball& subtrahend) {
  for (Ball& each : values) each = each - subtrahend;
  return values;
}

bool all_finite(const std::vector<Ball>& values) {
  return std::all_of(values.begin(), values.end(),
                     [](const Ball& each) { return each.is_finite(); });
}

Channel given_channel(const Problem& problem, std::size_t c, const Dialect& dialect) {
  Channel channel;
  channel.problem = &problem;
  channel.number = c;
  const auto index = static_cast<std::int64_t>(c);
  const auto m = static_cast<double>(problem.shape.values_per_channel());
  channel.m = Ball(m);
  channel.weight = Ball(problem.weight_of(index));
  channel.bias = Ball(problem.bias_of(index));
  channel.eps = Ball(problem.eps);
  const bool new_value = dialect.momentum == MomentumWeighs::new_value;
  channel.momentum = new_value ? Ball(problem.momentum) : Ball(1) - Ball(problem.momentum);
  channel.tracked_divisor =
      Ball(dialect.running_var == VarianceDivisor::biased ? m : std::max(m - 1, 1.0));
  const double none = std::numeric_limits<double>::quiet_NaN();
  channel.old_mean = Ball(problem.has_running() ? problem.running_mean[c] : none);
  channel.old_var = Ball(problem.has_running() ? problem.running_var[c] : none);
  channel.x = values_of(problem.x, problem.shape, c);
  channel.dy = values_of(problem.dy, problem.shape, c);
  return channel;
}

void add_statistics(const Formula& formula, Channel& c) {
  c.batch_mean = sum(c.x) / c.m;
  const std::vector<Ball> deviations = minus(c.x, c.batch_mean);
  c.batch_var = dot(deviations, deviations) / c.m;
  c.mean = c.trains() ? c.batch_mean : c.old_mean;
  c.mean = value_of(formula.mean, c, c.mean);
  c.centered = minus(c.x, c.mean);
  // Around a mean that a formula made, the variance is that of the distances from it.
  const Ball around = formula.mean ? dot(c.centered, c.centered) / c.m : c.batch_var;
  c.var = c.trains() ? around : c.old_var;
  c.var = value_of(formula.var, c, c.var);
  c.invstd = value_of(formula.invstd, c, inverse_root(c.var + c.eps));
  c.xhat = c.centered;
  for (Ball& each : c.xhat) each = each * c.invstd;
}

void place(std::vector<Ball>& tensor, const Channel& c, std::size_t j, const Ball& value) {
  const Shape& shape = c.problem->shape;
  const auto index = shape.index(static_cast<std::int64_t>(c.number), static_cast<std::int64_t>(j));
  tensor[static_cast<std::size_t>(index)] = value;
}

void answer_forward(const Formula& formula, const Dialect& dialect, const Channel& c,
                    Answers<Ball>& out) {
  for (std::size_t j = 0; j < c.count(); ++j) {
    place(out[Output::y], c, j, formula.y ? formula.y(c, j) : c.xhat[j] * c.weight + c.bias);
  }
  if (!c.trains()) return;
  const bool saves_var = dialect.saved == SavedStatistic::variance;
  out[Output::save_mean].push_back(value_of(formula.save_mean, c, c.mean));
  out[Output::save_invstd].push_back(
      value_of(formula.save_invstd, c, saves_var ? c.var : c.invstd));
  if (!c.problem->has_running()) return;
  const Ball keep = Ball(1) - c.momentum;
  const Ball tracked = c.var * c.m / c.tracked_divisor;
  out[Output::running_mean].push_back(
      value_of(formula.running_mean, c, keep * c.old_mean + c.momentum * c.mean));
  out[Output::running_var].push_back(
      value_of(formula.running_var, c, keep * c.old_var + c.momentum * tracked));
}

Ball definition_of_dx(const Channel& c, std::size_t j) {
  const Ball scale = c.weight * c.invstd;
  if (!c.trains()) return scale * c.dy[j];
  return scale * (c.dy[j] - c.sum_dy / c.m - c.xhat[j] * c.sum_dy_xhat / c.m);
}

void answer_backward(const Formula& formula, Channel& c, Answers<Ball>& out) {
  c.sum_dy = sum(c.dy);
  c.sum_dy_xhat = dot(c.dy, c.xhat);
  for (std::size_t j = 0; j < c.count(); ++j) {
    place(out[Output::dx], c, j, formula.dx ? formula.dx(c, j) : definition_of_dx(c, j));
  }
  out[Output::dweight].push_back(value_of(formula.dweight, c, c.sum_dy_xhat));
  out[Output::dbias].push_back(value_of(formula.dbias, c, c.sum_dy));
}

/// Double backward of the other mode, with the statistics of its own.
void answer_second(const Observation& seen, const Channel& c, Answers<Ball>& out) {
  reference::Second<Ball> second{values_of(seen.second.ddx, seen.problem.shape, c.number), {}, {}};
  const auto index = static_cast<std::int64_t>(c.number);
  second.ddweight = Ball(seen.second.ddweight_of(index));
  second.ddbias = Ball(seen.second.ddbias_of(index));
  const reference::Moments<Ball> moments{c.mean, c.var};
  const double weight = seen.problem.weight_of(index);
  const reference::SecondGradient<Ball> gradient =
      c.trains()
          ? reference::evaluation_second_gradient(c.x, c.dy, second, moments, c.invstd, weight)
          : reference::training_second_gradient(c.x, c.dy, second, moments, c.invstd, weight);
  for (std::size_t j = 0; j < c.count(); ++j) {
    place(out[Output::d_dy], c, j, gradient.d_dy[j]);
    place(out[Output::d_x], c, j, gradient.d_x[j]);
  }
  out[Output::d_weight].push_back(gradient.d_weight);
}

}  // namespace

Ball dot(const std::vector<Ball>& a, const std::vector<Ball>& b) {
  Ball total;
  for (std::size_t j = 0; j < a.size(); ++j) total = total + a[j] * b[j];
  return total;
}

Ball root(const Ball& var) {
  if (var.middle.hi < 0) return Ball({0, 0}, std::numeric_limits<double>::infinity());
  return sqrt(var);
}

Ball inverse_root(const Ball& var) {
  if (!(var.middle.hi > 0)) return Ball({0, 0}, std::numeric_limits<double>::infinity());
  return Ball(1) / sqrt(var);
}

Answers<Ball> answers_of(const Formula& formula, const Scope& scope, const Observation& seen) {
  Answers<Ball> out;
  for (const bool backward : {false, true}) {
    if (!scope.covers(seen.problem.mode, backward)) continue;
    if (!seen.has(backward ? Output::dx : Output::y)) continue;
    Problem problem = seen.understood();
    if (formula.misread) formula.misread(problem);
    out[backward ? Output::dx : Output::y].resize(problem.x.size());
    if (backward) out[Output::d_dy].resize(problem.x.size());
    if (backward) out[Output::d_x].resize(problem.x.size());
    for (std::size_t c = 0; c < static_cast<std::size_t>(problem.shape.c); ++c) {
      Channel channel = given_channel(problem, c, seen.dialect);
      channel.seen = &seen;
      channel.backward = backward;
      add_statistics(formula, channel);
      if (backward) {
        answer_backward(formula, channel, out);
        if (formula.other_second && seen.has(Output::d_dy)) answer_second(seen, channel, out);
      } else {
        answer_forward(formula, seen.dialect, channel, out);
      }
    }
  }
  for (std::size_t i = 0; i < kOutputs; ++i) {
    std::vector<Ball>& values = out.values[i];
    const bool second = i >= static_cast<std::size_t>(Output::d_dy);
    const bool fits =
        values.size() == seen.got.values[i].size() && (!second || formula.other_second);
    // Without running statistics a formula that uses them predicts nothing.
    if (!fits || (!seen.problem.has_running() && !all_finite(values))) values.clear();
  }
  return out;
}

}  // namespace bncheck::diagnosis
