#include "reference/precise_oracle.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "reference/precise_rung.h"

namespace bncheck::reference {
namespace {

// The widest rung holds every sum of doubles without rounding: 2^-1074 to 2^1024, 2^28 terms
// (core/case.cpp), and kGuardBits more. The others are what float tensors, double tensors and
// tensors of wide range need.
const std::array<Rung, 4> kLadder = {rung<192>(), rung<320>(), rung<768>(), rung<2304>()};

// Bits that a sum keeps if it cancels down to the last bit of its terms: a Ball of core keeps 106.
constexpr int kGuardBits = 106;

/// Returns how many bits lie between the leading bit of the largest and the last bit of the
/// smallest value of a channel.
int span_bits(const std::vector<double>& tensor, const Problem& problem, std::int64_t channel) {
  int highest = std::numeric_limits<int>::min();
  int lowest = std::numeric_limits<int>::max();
  for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
    const double value = tensor[static_cast<std::size_t>(problem.shape.index(channel, j))];
    if (value == 0 || !std::isfinite(value)) continue;
    highest = std::max(highest, std::ilogb(value));
    lowest = std::min(lowest, std::ilogb(value));
  }
  const int precision = -std::ilogb(unit_roundoff(problem.dtype));
  return highest < lowest ? 0 : highest - lowest + precision;
}

/// Runs the channel on the first rung that is wide enough, and on wider ones until var + eps is
/// tight. The widest always settles it: unequal doubles differ by at least 2^-54 of the largest, X,
/// so that var >= (2^-54 X)^2 / (2m) >= 2^-137 X^2 for m <= 2^28, while W bits enclose it to about
/// 2^(40 - W) X^2.
template <class Compute>
void climb(int width, Compute&& compute) {
  for (const Rung& each : kLadder) {
    if (each.bits < width && each.bits < kLadder.back().bits) continue;
    if (compute(each)) return;
  }
  BN_ASSERT(false && "the widest rung encloses every variance tightly");
}

}  // namespace

int first_width(const Problem& problem, std::int64_t channel, bool backward) {
  int span = span_bits(problem.x, problem, channel);
  if (backward) span = std::max(span, span_bits(problem.dy, problem, channel));
  const auto m = static_cast<std::uint64_t>(problem.shape.values_per_channel());
  return span + static_cast<int>(std::bit_width(m)) + kGuardBits;
}

// mean(u*v) - p*q cancels products of dy and ddx: their spans add up.
int first_width(const Problem& problem, const SecondGradients& second, std::int64_t channel) {
  const int span = second.ddx.empty() ? 0 : span_bits(second.ddx, problem, channel);
  return first_width(problem, channel, true) + span;
}

Statistics<Ball> PreciseOracle::statistics(const Problem& problem) const {
  const auto c = static_cast<std::size_t>(problem.shape.c);
  Statistics<Ball> out;
  for (auto* tensor : {&out.mean, &out.var, &out.invstd}) tensor->resize(c);
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    climb(first_width(problem, channel, false),
          [&](const Rung& each) { return each.statistics(problem, channel, out); });
  }
  return out;
}

Forward<Ball> PreciseOracle::forward(const Problem& problem, const Dialect& dialect) const {
  const auto c = static_cast<std::size_t>(problem.shape.c);
  const bool training = problem.mode == Mode::training;
  Forward<Ball> out;
  out.y.resize(problem.x.size());
  if (training && dialect.saved != SavedStatistic::none) {
    out.save_mean.resize(c);
    out.save_invstd.resize(c);
  }
  if (training && problem.has_running()) {
    out.running_mean.resize(c);
    out.running_var.resize(c);
  }
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    climb(first_width(problem, channel, false),
          [&](const Rung& each) { return each.forward(problem, dialect, channel, out); });
  }
  return out;
}

Backward<Ball> PreciseOracle::backward(const Problem& problem) const {
  const auto c = static_cast<std::size_t>(problem.shape.c);
  Backward<Ball> out;
  out.dx.resize(problem.dy.size());
  if (!problem.weight.empty()) out.dweight.resize(c);
  if (!problem.bias.empty()) out.dbias.resize(c);
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    climb(first_width(problem, channel, true),
          [&](const Rung& each) { return each.backward(problem, channel, out); });
  }
  return out;
}

DoubleBackward<Ball> PreciseOracle::double_backward(const Problem& problem,
                                                    const SecondGradients& second) const {
  DoubleBackward<Ball> out;
  out.d_dy.resize(problem.dy.size());
  out.d_x.resize(problem.x.size());
  if (!problem.weight.empty()) out.d_weight.resize(static_cast<std::size_t>(problem.shape.c));
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    climb(first_width(problem, second, channel),
          [&](const Rung& each) { return each.double_backward(problem, second, channel, out); });
  }
  return out;
}

}  // namespace bncheck::reference
