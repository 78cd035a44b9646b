#include "reference/certified/exact_channel.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "reference/certified/block_sum.h"
#include "reference/channel_values.h"

namespace bncheck::reference {
namespace {

double at(const std::vector<double>& tensor, std::int64_t channel) {
  return tensor[static_cast<std::size_t>(channel)];
}

/// The sums of a channel, and whether every value was finite.
struct Totals {
  ChannelSums sums;
  bool finite_x = true;
  bool finite_dy = true;
};

Totals totals_of(const Problem& problem, std::int64_t channel, bool gradient) {
  const bool training = problem.mode == Mode::training;
  const std::int64_t m = problem.shape.values_per_channel();
  std::array<double, kBlock> x;
  std::array<double, kBlock> dy;
  Totals totals;
  for (std::int64_t first = 0; first < m; first += kBlock) {
    const auto n = static_cast<std::size_t>(std::min<std::int64_t>(kBlock, m - first));
    read_values(problem.x.data(), problem.shape, channel, first, n, x.data());
    if (training) totals.finite_x &= add_block(x.data(), n, totals.sums);
    if (!gradient) continue;
    totals.finite_x &= all_finite(x.data(), n);
    if (!totals.finite_x) x.fill(0);  // the products say nothing any more
    read_values(problem.dy.data(), problem.shape, channel, first, n, dy.data());
    totals.finite_dy &= add_block(x.data(), dy.data(), n, totals.sums);
  }
  return totals;
}

}  // namespace

ExactChannel::ExactChannel(const Problem& problem, std::int64_t channel, const Dialect& dialect,
                           bool gradient)
    : problem_(problem),
      running_var_(dialect.running_var),
      momentum_(dialect.momentum),
      channel_(channel),
      m_(problem.shape.values_per_channel()),
      weight_(problem.weight_of(channel)),
      bias_(problem.bias_of(channel)) {
  sum_up(gradient);
}

void ExactChannel::sum_up(bool gradient) {
  const Totals totals = totals_of(problem_, channel_, gradient);
  finite_x_ = totals.finite_x;
  finite_dy_ = totals.finite_dy;
  const bool finite_eps = std::isfinite(problem_.eps);
  if (training()) {
    finite_mean_ = finite_var_ = finite_x_;
    divisor_ = m_;
    total_ = totals.sums.x.value();
    spread_ = totals.sums.xx.value() * m_ - square(total_);
    if (finite_eps) radicand_ = spread_ + Dyadic(problem_.eps) * m_ * m_;
  } else {
    const double mean = at(problem_.running_mean, channel_);
    const double var = at(problem_.running_var, channel_);
    finite_mean_ = std::isfinite(mean);
    finite_var_ = std::isfinite(var);
    if (finite_mean_) total_ = Dyadic(mean);
    if (finite_var_ && finite_eps) radicand_ = Dyadic(var) + Dyadic(problem_.eps);
  }
  if (!gradient) return;
  dy_total_ = totals.sums.dy.value();
  dweight_numerator_ = totals.sums.dy_x.value() * divisor_ - total_ * dy_total_;
}

bool ExactChannel::has(Statistic which) const {
  const bool root = finite_var_ && radicand_.sign() > 0;
  switch (which) {
    case Statistic::mean: return finite_mean_ && !is_empty();
    case Statistic::var: return finite_var_ && !is_empty();
    case Statistic::invstd: return root && !is_empty();
    case Statistic::running_mean: return can_update(at(problem_.running_mean, channel_));
    case Statistic::running_var: return can_update(at(problem_.running_var, channel_));
    case Statistic::dweight: return m_ == 0 || (root && finite_mean_ && finite_x_ && finite_dy_);
    case Statistic::dbias: return finite_dy_;
  }
  BN_ASSERT(false && "unknown statistic");
}

bool ExactChannel::can_update(double running) const {
  const bool finite_change = finite_x_ && std::isfinite(problem_.momentum);
  return (is_empty() || finite_change) && std::isfinite(running);
}

bool ExactChannel::has_y() const {
  return has(Statistic::invstd) && finite_mean_ && std::isfinite(weight_) && std::isfinite(bias_);
}

bool ExactChannel::has_dx() const {
  return has(Statistic::invstd) && (finite_dy_ || !training()) && std::isfinite(weight_);
}

Surd ExactChannel::value(Statistic which) const {
  BN_ASSERT(has(which));
  switch (which) {
    case Statistic::mean: return ratio(total_, Dyadic(divisor_, 0));
    case Statistic::var:
      if (training()) return ratio(spread_, Dyadic(divisor_ * divisor_, 0));
      return {Dyadic(at(problem_.running_var, channel_)), Dyadic(), Dyadic(1)};
    case Statistic::invstd: return {Dyadic(), Dyadic(divisor_, 0), radicand_};
    case Statistic::running_mean:
      return updated(at(problem_.running_mean, channel_), total_, divisor_);
    case Statistic::running_var: {
      const bool unbiased = running_var_ == VarianceDivisor::unbiased && m_ > 1;
      return updated(at(problem_.running_var, channel_), spread_, m_ * (unbiased ? m_ - 1 : m_));
    }
    case Statistic::dweight:
      if (m_ == 0) return {Dyadic(), Dyadic(), Dyadic(1)};
      return {Dyadic(), dweight_numerator_, radicand_};
    case Statistic::dbias: return {dy_total_, Dyadic(), Dyadic(1)};
  }
  BN_ASSERT(false && "unknown statistic");
}

/// Returns the updated running value for the batch's value batch / divisor.
Surd ExactChannel::updated(double running, const Dyadic& batch, std::int64_t divisor) const {
  const Dyadic old(running);
  if (is_empty()) return {old, Dyadic(), Dyadic(1)};
  const Dyadic momentum(problem_.momentum);
  const Dyadic rest = Dyadic(1) - momentum;
  const bool weighs_new = momentum_ == MomentumWeighs::new_value;
  const Dyadic kept = old * (weighs_new ? rest : momentum) * divisor;
  return ratio(kept + batch * (weighs_new ? momentum : rest), Dyadic(divisor, 0));
}

/// Returns divisor * (x - mean).
Dyadic ExactChannel::deviation(double x) const { return Dyadic(x) * divisor_ - total_; }

Surd ExactChannel::y(double x) const {
  return {Dyadic(bias_), Dyadic(weight_) * deviation(x), radicand_};
}

Surd ExactChannel::dx(double x, double dy) const {
  const Dyadic weight(weight_);
  if (!training()) return {Dyadic(), weight * Dyadic(dy), radicand_};
  const Dyadic centered = Dyadic(dy) * m_ - dy_total_;
  const Dyadic inner = radicand_ * centered - deviation(x) * dweight_numerator_;
  return {Dyadic(), weight * inner, square(radicand_) * radicand_};
}

}  // namespace bncheck::reference
