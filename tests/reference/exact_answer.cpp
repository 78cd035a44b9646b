#include "tests/reference/exact_answer.h"

namespace bncheck::reference {
namespace {

std::vector<Rational> values_of(const std::vector<double>& tensor, const Shape& shape,
                                std::int64_t channel) {
  std::vector<Rational> values;
  for (std::int64_t j = 0; j < shape.values_per_channel(); ++j) {
    values.push_back(exact(tensor[static_cast<std::size_t>(shape.index(channel, j))]));
  }
  return values;
}

}  // namespace

ExactAnswer::ExactAnswer(const Problem& problem, const Dialect& dialect, std::int64_t channel)
    : problem_(problem),
      dialect_(dialect),
      channel_(channel),
      x_(values_of(problem.x, problem.shape, channel)),
      dy_(values_of(problem.dy, problem.shape, channel)) {
  const auto c = static_cast<std::size_t>(channel);
  const Rational m(problem.shape.values_per_channel());
  empty_ = problem.mode == Mode::training && x_.empty();
  if (problem.mode == Mode::evaluation) {
    mean_ = exact(problem.running_mean[c]);
    var_ = exact(problem.running_var[c]);
  } else if (!empty_) {
    for (const Rational& x : x_) mean_ += x / m;
    for (const Rational& x : x_) var_ += (x - mean_) * (x - mean_) / m;
  }
  radicand_ = var_ + exact(problem.eps);
  for (std::size_t j = 0; j < x_.size(); ++j) {
    dy_sum_ += dy_[j];
    dy_dot_ += dy_[j] * (x_[j] - mean_);
  }
}

std::optional<Root> ExactAnswer::value(Statistic which) const {
  const auto c = static_cast<std::size_t>(channel_);
  const auto m = static_cast<std::int64_t>(x_.size());
  switch (which) {
    case Statistic::mean: return empty_ ? std::nullopt : std::optional(Root{mean_});
    case Statistic::var: return empty_ ? std::nullopt : std::optional(Root{var_});
    case Statistic::invstd:
      return has_root() ? std::optional(Root{0, 1, radicand_}) : std::nullopt;
    case Statistic::running_mean: return updated(problem_.running_mean[c], mean_);
    case Statistic::running_var: {
      const bool unbiased = dialect_.running_var == VarianceDivisor::unbiased && m > 1;
      return updated(problem_.running_var[c], unbiased ? var_ * Rational(m, m - 1) : var_);
    }
    case Statistic::dweight:
      if (x_.empty()) return Root{0};
      return has_root() ? std::optional(Root{0, dy_dot_, radicand_}) : std::nullopt;
    case Statistic::dbias: return Root{dy_sum_};
  }
  return std::nullopt;
}

Root ExactAnswer::updated(double running, const Rational& batch) const {
  if (empty_) return {exact(running)};
  const bool weighs_new = dialect_.momentum == MomentumWeighs::new_value;
  const Rational share = weighs_new ? exact(problem_.momentum) : 1 - exact(problem_.momentum);
  return {exact(running) + share * (batch - exact(running))};
}

std::optional<Root> ExactAnswer::y(std::int64_t j) const {
  if (!has_root()) return std::nullopt;
  const Rational weight = exact(problem_.weight_of(channel_));
  return Root{exact(problem_.bias_of(channel_)), weight * deviation(j), radicand_};
}

std::optional<Root> ExactAnswer::dx(std::int64_t j) const {
  if (!has_root()) return std::nullopt;
  Rational inner = dy_[static_cast<std::size_t>(j)];
  if (problem_.mode == Mode::training) {
    const Rational m(static_cast<std::int64_t>(x_.size()));
    inner -= dy_sum_ / m + deviation(j) * dy_dot_ / (m * radicand_);
  }
  return Root{0, exact(problem_.weight_of(channel_)) * inner, radicand_};
}

}  // namespace bncheck::reference
