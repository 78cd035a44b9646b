#include "reference/certified/channel.h"

#include <cmath>
#include <limits>

namespace bncheck::reference {
namespace {

Ball no_claim() { return {{}, std::numeric_limits<double>::infinity()}; }

Decision undefined() { return {std::numeric_limits<double>::quiet_NaN(), Tier::integers}; }

/// Returns what y and dx are made of: whatever a value depends on is finite only if the value
/// exists.
FirstTier::Constants constants_of(const ExactChannel& exact, bool gradient) {
  if (!exact.has(Statistic::invstd)) {
    return {no_claim(), no_claim(), no_claim(), no_claim(), no_claim()};
  }
  FirstTier::Constants constants;
  constants.center =
      exact.has(Statistic::mean) ? quotient(exact.total(), exact.divisor()) : no_claim();
  constants.gain = Ball(exact.weight()) * enclose(exact.value(Statistic::invstd));
  constants.bias = Ball(exact.bias());
  if (gradient && !exact.has_dx()) constants.mean_dy = no_claim();
  if (gradient && exact.training() && exact.has_dx()) {
    constants.mean_dy = quotient(exact.dy_total(), exact.divisor());
    constants.slope = to_ball(exact.dweight_numerator()) / to_ball(exact.radicand());
  }
  return constants;
}

/// Returns the ball if it is as tight as double-double can make it, else the surd's own.
template <class MakeSurd>
Ball tight(const Ball& ball, double scale, const MakeSurd& surd) {
  return ball.is_finite() && ball.radius <= kTight * scale ? ball : enclose(surd());
}

template <class MakeSurd>
Decision decide(DType dtype, const Ball& ball, const MakeSurd& surd) {
  if (const std::optional<double> value = rounded(dtype, ball)) {
    return {*value, Tier::double_double};
  }
  return {round_to(dtype, surd()), Tier::integers};
}

/// Decides what the first tier left open.
template <class Decide>
void settle(std::size_t n, double* out, const std::vector<std::size_t>& undecided,
            TierCounts& tiers, const Decide& decide_at) {
  tiers.count(Tier::float64, n - undecided.size());
  for (const std::size_t j : undecided) {
    const Decision decision = decide_at(j);
    out[j] = decision.value;
    tiers.count(decision.tier);
  }
}

}  // namespace

CertifiedChannel::CertifiedChannel(const Problem& problem, std::int64_t channel,
                                   const Dialect& dialect, bool gradient)
    : problem_(problem),
      exact_(problem, channel, dialect, gradient),
      constants_(constants_of(exact_, gradient)),
      first_tier_(problem.dtype, constants_) {}

Ball CertifiedChannel::ball(Statistic which) const {
  if (!exact_.has(which)) return no_claim();
  if (which == Statistic::mean) return quotient(exact_.total(), exact_.divisor());
  return enclose(exact_.value(which));
}

Ball CertifiedChannel::y(double x) const {
  if (!has_y(x)) return no_claim();
  const auto& [center, gain, bias, mean_dy, slope] = constants_;
  const double scale = std::fabs(gain.middle.hi) * (std::fabs(x) + std::fabs(center.middle.hi)) +
                       std::fabs(bias.middle.hi);
  return tight(gain * (Ball(x) - center) + bias, scale, [&] { return exact_.y(x); });
}

bool CertifiedChannel::has_y(double x) const { return exact_.has_y() && std::isfinite(x); }

bool CertifiedChannel::has_dx(double x, double dy) const {
  return exact_.has_dx() && std::isfinite(dy) && (std::isfinite(x) || !exact_.training());
}

Ball CertifiedChannel::dx(double x, double dy) const {
  if (!has_dx(x, dy)) return no_claim();
  const auto surd = [&] { return exact_.dx(x, dy); };
  const auto& [center, gain, bias, mean_dy, slope] = constants_;
  const double gain_size = std::fabs(gain.middle.hi);
  if (!exact_.training()) return tight(gain * Ball(dy), gain_size * std::fabs(dy), surd);
  const double inner = std::fabs(dy) + std::fabs(mean_dy.middle.hi) +
                       std::fabs(slope.middle.hi) * (std::fabs(x) + std::fabs(center.middle.hi));
  return tight(gain * ((Ball(dy) - mean_dy) - (Ball(x) - center) * slope), gain_size * inner, surd);
}

void CertifiedChannel::enclose_y(const double* x, std::size_t n, Ball* y) const {
  std::vector<std::size_t> loose;
  first_tier_.y(x, n, y, loose);
  for (const std::size_t j : loose) y[j] = this->y(x[j]);
}

void CertifiedChannel::enclose_dx(const double* x, const double* dy, std::size_t n,
                                  Ball* dx) const {
  std::vector<std::size_t> loose;
  first_tier_.dx(x, dy, n, dx, loose);
  for (const std::size_t j : loose) dx[j] = this->dx(x[j], dy[j]);
}

Decision CertifiedChannel::rounded(Statistic which) const {
  if (!exact_.has(which)) return undefined();
  return decide(problem_.parameters(), ball(which), [&] { return exact_.value(which); });
}

void CertifiedChannel::round_y(const double* x, std::size_t n, double* y, TierCounts& tiers) const {
  std::vector<std::size_t> undecided;
  first_tier_.y(x, n, y, undecided);
  settle(n, y, undecided, tiers, [&](std::size_t j) {
    if (!has_y(x[j])) return undefined();
    return decide(problem_.dtype, this->y(x[j]), [&] { return exact_.y(x[j]); });
  });
}

void CertifiedChannel::round_dx(const double* x, const double* dy, std::size_t n, double* dx,
                                TierCounts& tiers) const {
  std::vector<std::size_t> undecided;
  first_tier_.dx(x, dy, n, dx, undecided);
  settle(n, dx, undecided, tiers, [&](std::size_t j) {
    if (!has_dx(x[j], dy[j])) return undefined();
    return decide(problem_.dtype, this->dx(x[j], dy[j]), [&] { return exact_.dx(x[j], dy[j]); });
  });
}

}  // namespace bncheck::reference
