// Backward of each unit vector in turn gives the whole matrix of the derivative, all channels at
// once. Without it a gradient is seen through one dy only.
#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

constexpr std::int64_t kMostValues = 8;  // as many backward calls as values

bool applies_to(const Trial& trial) {
  return trains(trial) && has_backward(trial) &&
         trial.problem().shape.values_per_channel() <= kMostValues;
}

Problem with_unit_dy(const Problem& problem, std::size_t place) {
  return with_dy(problem, [place](std::int64_t, const std::vector<double>& dy) {
    std::vector<double> unit(dy.size());
    unit[place] = 1;
    return unit;
  });
}

/// Element i is what backward answers to the i-th unit vector.
using Columns = std::vector<std::vector<GradientChannel>>;

void judge_symmetry(const Columns& columns, std::size_t c, Residuals& symmetry) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      symmetry.add(columns[i][c].dx[j] - columns[j][c].dx[i],
                   add_up(columns[i][c].dx_range[j], columns[j][c].dx_range[i]));
    }
  }
}

/// Judges J 1 = 0, each component.
void judge_constants(const Columns& columns, std::size_t c, Residuals& constants) {
  for (std::size_t j = 0; j < columns.size(); ++j) {
    Ball sum;
    double range = 0;
    for (const auto& column : columns) {
      sum = sum + column[c].dx[j];
      range = add_up(range, column[c].dx_range[j]);
    }
    constants.add(sum, range);
  }
}

void judge_trace(const Columns& columns, std::size_t c, Residuals& traces) {
  const GradientChannel& channel = columns.front()[c];
  Ball trace;
  double range = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    trace = trace + columns[i][c].dx[i];
    range = add_up(range, columns[i][c].dx_range[i]);
  }
  // s = 1 - leftover: of the m directions one is lost, and another keeps eps/(var + eps).
  const Ball directions = channel.count() - Ball(2) + channel.leftover;
  traces.add(trace - channel.weight * channel.invstd * directions, range);
}

Judgement check(Trial& trial) {
  Columns columns;
  const auto m = static_cast<std::size_t>(trial.problem().shape.values_per_channel());
  for (std::size_t place = 0; place < m; ++place) {
    Trial unit(trial.court(), with_unit_dy(trial.problem(), place));
    if (const auto ended = judge_status(unit.backward())) return *ended;
    columns.push_back(unit.gradient_channels());
  }
  Residuals symmetry("J - J'");
  Residuals constants("J 1");
  Residuals traces("trace J - weight*invstd*(m - 1 - s)");
  for (std::size_t c = 0; c < columns.front().size(); ++c) {
    judge_symmetry(columns, c, symmetry);
    judge_constants(columns, c, constants);
    judge_trace(columns, c, traces);
  }
  Judgement result = symmetry.judgement();
  result.merge(constants.judgement());
  result.merge(traces.judgement());
  return result;
}

}  // namespace

const Property kJacobian{
    "jacobian",
    "B20",
    "the whole matrix of the derivative",
    "m <= 8: J from m backward calls is symmetric, J 1 = 0, trace J = weight*invstd*(m - 1 - "
    "var/(var + eps))",
    applies_to,
    check,
    false,
    {"J = weight*invstd*(1 - 11'/m - xhat xhat'/m): symmetric, 0 on constants, and |xhat|^2/m = "
     "var/(var + eps).",
     "T3: every element of J is widened by the budget of its own call.",
     "Any missing term of dx, sums that treat places differently, one-hot gradients lost.",
     "no mean term"},
};

}  // namespace bncheck::properties
