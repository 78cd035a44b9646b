#include "properties/gradient_channel.h"

#include <cmath>

#include "core/error.h"
#include "properties/residuals.h"

namespace bncheck::properties {
namespace {

GradientChannel exact_part(const Problem& problem, std::int64_t channel) {
  GradientChannel result;
  result.weight = Ball(problem.weight_of(channel));
  result.x = moments(channel_of(problem.x, problem.shape, channel));
  const Ball radicand = result.x.var + Ball(problem.eps);
  result.invstd = Ball(1) / sqrt(radicand);
  result.leftover = Ball(problem.eps) / radicand;
  result.dy = channel_of(problem.dy, problem.shape, channel);
  return result;
}

Ball total(const std::vector<double>& values) {
  Ball result;
  for (double value : values) result = result + Ball(value);
  return result;
}

}  // namespace

std::vector<GradientChannel> gradient_channels(const Problem& problem, const Backward<double>& got,
                                               const ErrorModel::BackwardBudget& budget) {
  const std::vector<Ball> dx = enclose(got.dx, budget.dx);
  std::vector<GradientChannel> channels;
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const auto at = static_cast<std::size_t>(c);
    GradientChannel channel = exact_part(problem, c);
    channel.dx = channel_of(dx, problem.shape, c);
    channel.dx_range = channel_of(budget.dx.range, problem.shape, c);
    if (got.dweight.empty()) {
      channel.dweight = inner_product(channel.dy, channel.x.deviation) * channel.invstd;
    } else {
      channel.dweight = Ball(got.dweight[at]).widened(budget.dweight.radius[at]);
      channel.dweight_range = budget.dweight.range[at];
    }
    if (got.dbias.empty()) {
      channel.dbias = total(channel.dy);
    } else {
      channel.dbias = Ball(got.dbias[at]).widened(budget.dbias.radius[at]);
      channel.dbias_range = budget.dbias.range[at];
    }
    channels.push_back(std::move(channel));
  }
  return channels;
}

double product_range(const std::vector<double>& a, const std::vector<double>& range) {
  BN_ASSERT(a.size() == range.size());
  double total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != 0) total = add_up(total, mul_up(std::fabs(a[i]), range[i]));
  }
  return total;
}

Ball sum_of_squares(const std::vector<Ball>& a) {
  Ball total;
  for (const Ball& each : a) total = total + square(each);
  return total;
}

Ball sum_of_squares(const std::vector<double>& a) {
  return sum_of_squares(std::vector<Ball>(a.begin(), a.end()));
}

double norm(const std::vector<double>& a) { return sqrt(sum_of_squares(a)).upper_magnitude(); }

double moved_by(const GradientChannel& channel, double norm_of_move) {
  return (channel.weight * channel.invstd * Ball(norm_of_move)).upper_magnitude();
}

Ball shortfall(const Ball& value) {
  const bool negative = value.lower_magnitude() > 0 && value.middle.hi < 0;
  return negative ? value : Ball(DoubleDouble{}, value.radius);
}

}  // namespace bncheck::properties
