#include <cmath>

#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

/// dy moved by a constant and along x. What rounding adds to that move is known exactly.
struct Gauge {
  double offset = 0;
  double slope = 0;  ///< a power of two: the move is offset + slope*(x - mean)
};

/// Chooses a move about as large as dy itself, so that neither drowns the other's digits.
Gauge choose_gauge(const GradientChannel& channel) {
  double spread = 0;
  for (const Ball& each : channel.x.deviation) {
    spread = std::fmax(spread, std::fabs(each.middle.hi));
  }
  const double size = largest_magnitude(channel.dy);
  const bool usual = size > 0 && spread > 0 && std::isfinite(size) && std::isfinite(spread);
  if (!usual) return {size, 0};
  return {size, std::ldexp(1.0, std::ilogb(size) - std::ilogb(spread))};
}

std::vector<double> moved(const GradientChannel& channel, DType dtype) {
  const Gauge gauge = choose_gauge(channel);
  std::vector<double> result(channel.dy.size());
  for (std::size_t j = 0; j < result.size(); ++j) {
    const double move = gauge.offset + gauge.slope * channel.x.deviation[j].middle.hi;
    result[j] = round_to(dtype, channel.dy[j] + move);
  }
  return result;
}

/// What the answers of one channel must have moved by.
struct Move {
  std::vector<Ball> dx;
  Ball dweight, dbias;
};

Move expected(const GradientChannel& from, const GradientChannel& to, const Gauge& gauge) {
  Move move;
  Ball rest_squares;
  for (std::size_t j = 0; j < from.dy.size(); ++j) {
    const Ball step = Ball(to.dy[j]) - Ball(from.dy[j]);
    const Ball along = Ball(gauge.slope) * from.x.deviation[j];
    rest_squares = rest_squares + square(step - Ball(gauge.offset) - along);
    move.dbias = move.dbias + step;
    move.dweight = move.dweight + step * from.x.deviation[j] * from.invstd;
    move.dx.push_back(from.weight * from.invstd * from.leftover * along);
  }
  const double rounding = moved_by(from, sqrt(rest_squares).upper_magnitude());
  for (Ball& each : move.dx) each = each.widened(rounding);
  return move;
}

Judgement compare(const Problem& problem, const std::vector<GradientChannel>& from,
                  const std::vector<GradientChannel>& to) {
  Residuals dx("dx(dy + a + b*(x - mean)) - dx(dy) - b*weight*invstd*(x - mean)*eps/(var + eps)");
  Residuals sums("what dy + a + b*(x - mean) adds to dweight and dbias");
  for (std::size_t c = 0; c < from.size(); ++c) {
    const Move move = expected(from[c], to[c], choose_gauge(from[c]));
    for (std::size_t j = 0; j < move.dx.size(); ++j) {
      dx.add_at(index_of(problem.shape, c, j), to[c].dx[j] - from[c].dx[j] - move.dx[j],
                add_up(from[c].dx_range[j], to[c].dx_range[j]));
    }
    sums.add_at(c, to[c].dweight - from[c].dweight - move.dweight,
                add_up(from[c].dweight_range, to[c].dweight_range));
    sums.add_at(c, to[c].dbias - from[c].dbias - move.dbias,
                add_up(from[c].dbias_range, to[c].dbias_range));
  }
  Judgement result = dx.judgement();
  const bool has_sums = !problem.weight.empty() || !problem.bias.empty();
  if (has_sums) result.merge(sums.judgement());
  return result;
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const Problem& problem = trial.problem();
  const std::vector<GradientChannel>& from = trial.gradient_channels();
  Trial there(trial.court(), with_dy(problem, [&](std::int64_t c, const std::vector<double>&) {
                return moved(from[static_cast<std::size_t>(c)], problem.dtype);
              }));
  if (!all_finite(there.problem().dy)) return skipped("dy moved by as much again overflows");
  if (const auto ended = judge_status(there.backward())) return *ended;
  return compare(problem, from, there.gradient_channels());
}

}  // namespace

const Property kGradientGauge{
    "gradient_gauge",
    "B8",
    "gradient of dy moved by a constant and along x",
    "dy + a + b*(x - mean) adds b*weight*invstd*(x - mean)*eps/(var + eps) to dx, b*m*var*invstd "
    "to dweight and m*a to dbias",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof = "The gradients are linear in dy. P = I - 11'/m - xhat xhat'/m maps constants to 0 "
              "and x - mean to eps/(var + eps) times itself, and sum((x - mean)*xhat) = "
              "m*var*invstd. What rounding dy' to its type adds is known, and P lengthens nothing: "
              "that bounds its effect on dx.",
     .budget = "T3: both budgets of each gradient. The bound of R widens them by what the rounded "
               "dy' can move dx.",
     .catches = "Any wrong or missing term of dx (CrypTen #143), whatever dy is, an uncentred "
                "dweight, an eps that is not that of forward.",
     .defect = "uncentred dweight"},
};

}  // namespace bncheck::properties
