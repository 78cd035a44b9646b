#include "reference/error_budget.h"

#include "reference/batch_norm.h"
#include "reference/channel_values.h"
#include "reference/error_budget/apply_error.h"
#include "reference/error_budget/gradient_error.h"
#include "reference/error_budget/running_error.h"
#include "reference/error_budget/second_gradient_error.h"

namespace bncheck::reference {
namespace {

StatisticsError statistics_error(const Channel& channel, const Arithmetic& arithmetic,
                                 const Problem& problem) {
  return problem.mode == Mode::training
             ? training_statistics_error(channel, arithmetic, problem.eps)
             : evaluation_statistics_error(channel, arithmetic, problem.eps);
}

/// Turns a bound into what Budget stores: nothing is claimed where an overflow is honest.
double radius_of(Upper bound, bool overflow) {
  if (overflow) return std::numeric_limits<double>::infinity();
  return std::min(bound.value(), kAnyFinite);
}

void append(Budget& budget, Upper bound, Upper range, bool overflow) {
  budget.radius.push_back(radius_of(bound, overflow));
  budget.range.push_back(range.value());
}

/// Writes one channel's values to their logical places.
void place(Budget& budget, const Problem& problem, std::int64_t channel,
           const std::vector<double>& bounds, const std::vector<double>& ranges, bool overflow) {
  if (bounds.empty()) return;
  std::vector<double> radii(bounds.size());
  for (std::size_t j = 0; j < bounds.size(); ++j) radii[j] = radius_of(bounds[j], overflow);
  write_values(radii.data(), problem.shape, channel, 0, radii.size(), budget.radius.data());
  write_values(ranges.data(), problem.shape, channel, 0, ranges.size(), budget.range.data());
}

Budget sized(const Problem& problem) {
  const auto size = static_cast<std::size_t>(problem.shape.size());
  return {std::vector<double>(size), std::vector<double>(size)};
}

void saved_budget(ErrorModel::ForwardBudget& budget, const Channel& channel,
                  const Arithmetic& arithmetic, const StatisticsError& error,
                  const Dialect& dialect) {
  const Upper kept = narrowing({arithmetic.stored, arithmetic.parameter});
  const double underflow = arithmetic.parameter.underflow;
  const Upper mean = error.mean + kept * (channel.mean + error.mean) + underflow;
  const double largest = arithmetic.parameter.largest;
  append(budget.save_mean, mean, channel.mean_abs, error.overflow || channel.mean + mean > largest);
  if (dialect.saved == SavedStatistic::variance) {
    const Upper var = error.variance + kept * (channel.var + error.variance) + underflow;
    append(budget.save_invstd, var, channel.mean_square,
           error.overflow || channel.var + var > largest);
  } else {
    const Upper invstd = compound(error.invstd, kept) * channel.invstd + underflow;
    append(budget.save_invstd, invstd, channel.invstd,
           error.overflow || error.largest_invstd * (Upper(1) + kept) > largest);
  }
}

/// Bounds one updated statistic; the update itself must fit the statistic's type.
void append_updated(Budget& budget, const Momentum& momentum, double running, Upper batch,
                    Upper batch_error, Upper batch_range, const Arithmetic& arithmetic,
                    bool overflow) {
  const Upper old = magnitude(running);
  const Upper updated = momentum.keep * old + momentum.take * (batch + batch_error);
  append(budget, running_error(momentum, old, batch, batch_error, arithmetic),
         momentum.keep * old + momentum.take * batch_range,
         overflow || 2 * (updated + old + batch) > arithmetic.parameter.largest);
}

void running_budget(ErrorModel::ForwardBudget& budget, const Problem& problem,
                    const Channel& channel, const Arithmetic& arithmetic,
                    const StatisticsError& error, const Dialect& dialect) {
  const auto c = static_cast<std::size_t>(channel.number);
  const Momentum momentum(problem.momentum, dialect.momentum, arithmetic);
  append_updated(budget.running_mean, momentum, problem.running_mean[c], channel.mean, error.mean,
                 channel.mean_abs, arithmetic, error.overflow);
  const double m = arithmetic.values;
  const bool unbiased = dialect.running_var == VarianceDivisor::unbiased && m > 1;
  const Upper factor = unbiased ? Upper(m) / (m - 1) : Upper(1);
  const double u = coarser(arithmetic.invstd, arithmetic.parameter).u;
  const Upper batch_error =
      factor * error.variance + roundings(3, u) * factor * (channel.var + error.variance);
  append_updated(budget.running_var, momentum, problem.running_var[c], factor * channel.var,
                 batch_error, factor * channel.mean_square, arithmetic, error.overflow);
}

/// The a-priori ranges of y - bias: |weight| sqrt((m-1) s) in training, s = var/(var+eps)
/// (Samuelson); in evaluation the term itself.
std::vector<double> output_ranges(const Channel& channel, const Problem& problem) {
  if (problem.mode == Mode::training) {
    const Upper deviations = root(Upper(static_cast<double>(channel.count()) - 1) * channel.var);
    const Upper range = channel.weight * deviations * channel.invstd;
    return std::vector<double>(channel.count(), range.value());
  }
  const Upper scale = channel.weight * channel.invstd;
  std::vector<double> ranges;
  ranges.reserve(channel.count());
  for (const double centered : channel.centered) ranges.push_back((scale * centered).value());
  return ranges;
}

SecondChannel second_channel(const Problem& problem, const SecondGradients& second,
                             std::int64_t channel) {
  const auto m = static_cast<std::size_t>(problem.shape.values_per_channel());
  return {second.ddx.empty() ? std::vector<double>(m)
                             : channel_values<double>(second.ddx, problem.shape, channel),
          second.ddweight_of(channel), second.ddbias_of(channel)};
}

}  // namespace

ErrorModel::ForwardBudget ErrorBudget::forward(const Problem& problem, const Contract& contract,
                                               const Dialect& dialect,
                                               const Statistics<Ball>& statistics) const {
  const Arithmetic arithmetic(problem, contract);
  ForwardBudget budget;
  budget.y = sized(problem);
  const bool training = problem.mode == Mode::training;
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const Channel channel(problem, statistics, c);
    const StatisticsError error = statistics_error(channel, arithmetic, problem);
    if (training && dialect.saved != SavedStatistic::none) {
      saved_budget(budget, channel, arithmetic, error, dialect);
    }
    if (training && problem.has_running()) {
      running_budget(budget, problem, channel, arithmetic, error, dialect);
    }
    const bool overflow = error.overflow || apply_may_overflow(channel, arithmetic, error);
    place(budget.y, problem, c, apply_errors(channel, arithmetic, error),
          output_ranges(channel, problem), overflow);
  }
  return budget;
}

ErrorModel::BackwardBudget ErrorBudget::backward(const Problem& problem, const Contract& contract,
                                                 const Statistics<Ball>& statistics) const {
  const Arithmetic arithmetic(problem, contract);
  BackwardBudget budget;
  budget.dx = sized(problem);
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const Channel channel(problem, statistics, c);
    const StatisticsError error = statistics_error(channel, arithmetic, problem);
    const std::vector<double> dy = channel_values<double>(problem.dy, problem.shape, c);
    const GradientError gradient = problem.mode == Mode::training
                                       ? training_gradient_error(channel, dy, arithmetic, error)
                                       : evaluation_gradient_error(channel, dy, arithmetic, error);
    place(budget.dx, problem, c, gradient.dx, gradient.dx_range, gradient.dx_overflow);
    if (!problem.weight.empty()) {
      append(budget.dweight, gradient.dweight, gradient.dweight_range, gradient.dweight_overflow);
    }
    if (!problem.bias.empty()) {
      append(budget.dbias, gradient.dbias, gradient.dbias_range, gradient.dbias_overflow);
    }
  }
  return budget;
}

ErrorModel::DoubleBackwardBudget ErrorBudget::double_backward(
    const Problem& problem, const SecondGradients& second, const Contract& contract,
    const Statistics<Ball>& statistics) const {
  const Arithmetic arithmetic(problem, contract);
  DoubleBackwardBudget budget;
  budget.d_dy = sized(problem);
  budget.d_x = sized(problem);
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const Channel channel(problem, statistics, c);
    const StatisticsError error = statistics_error(channel, arithmetic, problem);
    const SecondGradientError bound =
        second_gradient_error(channel, channel_values<double>(problem.dy, problem.shape, c),
                              second_channel(problem, second, c), problem.mode, arithmetic, error);
    place(budget.d_dy, problem, c, bound.d_dy, bound.d_dy_range, bound.d_dy_overflow);
    place(budget.d_x, problem, c, bound.d_x, bound.d_x_range, bound.d_x_overflow);
    if (problem.weight.empty()) continue;
    append(budget.d_weight, bound.d_weight, bound.d_weight_range, bound.d_weight_overflow);
  }
  return budget;
}

}  // namespace bncheck::reference
