#include "reference/rational_oracle.h"

#include <limits>
#include <optional>

#include "reference/rational.h"

namespace bncheck::reference {
namespace {

Ball no_claim() { return {{}, std::numeric_limits<double>::infinity()}; }

/// The sums of one channel, from which everything follows; in evaluation mean and var are the
/// running ones. Absent where the definition has no value.
struct Exact {
  std::int64_t m = 0;
  std::optional<Rational> mean;
  std::optional<Rational> var;
  Rational radicand;             ///< var + eps
  std::optional<Interval> root;  ///< 1/sqrt(radicand)
};

Rational value_at(const std::vector<double>& tensor, const Problem& problem, std::int64_t channel,
                  std::int64_t j) {
  return exact(tensor[static_cast<std::size_t>(problem.shape.index(channel, j))]);
}

Exact exact_channel(const Problem& problem, std::int64_t channel) {
  const auto c = static_cast<std::size_t>(channel);
  Exact known;
  known.m = problem.shape.values_per_channel();
  if (problem.mode == Mode::evaluation) {
    known.mean = exact(problem.running_mean[c]);
    known.var = exact(problem.running_var[c]);
  } else if (known.m > 0) {
    Rational total;
    Rational squares;
    for (std::int64_t j = 0; j < known.m; ++j) {
      const Rational x = value_at(problem.x, problem, channel, j);
      total += x;
      squares += x * x;
    }
    known.mean = total / known.m;
    known.var = (known.m * squares - total * total) / (Rational(known.m) * known.m);
  }
  if (!known.var) return known;
  known.radicand = *known.var + exact(problem.eps);
  if (known.radicand > 0) known.root = inverse_root(known.radicand);
  return known;
}

Ball rational_ball(const std::optional<Rational>& value) {
  return value ? to_ball(*value, 0) : no_claim();
}

/// Returns the ball of a + b/sqrt(var + eps).
Ball surd_ball(const Exact& known, const Rational& a, const Rational& b) {
  if (!known.root) return no_claim();
  return to_ball(a + b * known.root->low, abs(b) * (known.root->high - known.root->low));
}

Ball running_ball(double running, const Rational& batch, const Problem& problem,
                  const Dialect& dialect) {
  const Rational old = exact(running);
  const Rational momentum = exact(problem.momentum);
  if (dialect.momentum == MomentumWeighs::new_value) {
    return to_ball(old + momentum * (batch - old), 0);
  }
  return to_ball(batch + momentum * (old - batch), 0);
}

void append_running(const Problem& problem, const Dialect& dialect, std::size_t c,
                    const Exact& known, Forward<Ball>& out) {
  if (known.m == 0) {
    out.running_mean.emplace_back(problem.running_mean[c]);
    out.running_var.emplace_back(problem.running_var[c]);
    return;
  }
  Rational var = *known.var;
  if (dialect.running_var == VarianceDivisor::unbiased && known.m > 1) {
    var += var / (known.m - 1);  // m/(m - 1) = 1 + 1/(m - 1)
  }
  out.running_mean.push_back(running_ball(problem.running_mean[c], *known.mean, problem, dialect));
  out.running_var.push_back(running_ball(problem.running_var[c], var, problem, dialect));
}

void write_output(const Problem& problem, std::int64_t channel, const Exact& known,
                  std::vector<Ball>& y) {
  const Rational weight = exact(problem.weight_of(channel));
  const Rational bias = exact(problem.bias_of(channel));
  for (std::int64_t j = 0; j < known.m; ++j) {
    const Rational d = value_at(problem.x, problem, channel, j) - *known.mean;
    y[static_cast<std::size_t>(problem.shape.index(channel, j))] =
        surd_ball(known, bias, weight * d);
  }
}

/// The two sums that backward needs: of dy, and of dy times the deviation from the mean.
struct GradientSums {
  Rational dy;
  Rational dy_d;
};

GradientSums gradient_sums(const Problem& problem, std::int64_t channel, const Exact& known) {
  GradientSums sums;
  for (std::int64_t j = 0; j < known.m; ++j) {
    const Rational dy = value_at(problem.dy, problem, channel, j);
    sums.dy += dy;
    sums.dy_d += dy * value_at(problem.x, problem, channel, j);
  }
  if (known.mean) sums.dy_d -= *known.mean * sums.dy;
  return sums;
}

void write_gradient(const Problem& problem, std::int64_t channel, const Exact& known,
                    const GradientSums& sums, std::vector<Ball>& dx) {
  const Rational weight = exact(problem.weight_of(channel));
  for (std::int64_t j = 0; j < known.m; ++j) {
    Rational inner = value_at(problem.dy, problem, channel, j);
    if (problem.mode == Mode::training && known.root) {
      const Rational d = value_at(problem.x, problem, channel, j) - *known.mean;
      inner -= (sums.dy + d * sums.dy_d / known.radicand) / known.m;
    }
    dx[static_cast<std::size_t>(problem.shape.index(channel, j))] =
        surd_ball(known, 0, weight * inner);
  }
}

/// One channel's sums for double backward: g is dy, v is ddx, d is x less its mean. In evaluation
/// the sums that are there because statistics depend on x count as 0.
struct SecondSums {
  Rational g, v, gd, vd;
  Rational gv;  ///< sum g * v, less the product of the means in training
};

/// Returns value j of a gradient that may be absent.
Rational value_or_zero(const std::vector<double>& tensor, const Problem& problem,
                       std::int64_t channel, std::int64_t j) {
  return tensor.empty() ? Rational(0) : value_at(tensor, problem, channel, j);
}

SecondSums second_sums(const Problem& problem, const SecondGradients& second, std::int64_t channel,
                       const Exact& known) {
  SecondSums sums;
  for (std::int64_t j = 0; j < known.m; ++j) {
    const Rational g = value_at(problem.dy, problem, channel, j);
    const Rational v = value_or_zero(second.ddx, problem, channel, j);
    sums.gv += g * v;
    if (problem.mode == Mode::evaluation) continue;
    const Rational d = value_at(problem.x, problem, channel, j) - *known.mean;
    sums.g += g;
    sums.v += v;
    sums.gd += g * d;
    sums.vd += v * d;
  }
  if (known.m > 0) sums.gv -= sums.g * sums.v / known.m;
  return sums;
}

/// Every derivative is invstd times a rational number; d_dy has ddbias beside it.
void write_second(const Problem& problem, const SecondGradients& second, std::int64_t channel,
                  const Exact& known, DoubleBackward<Ball>& out) {
  const SecondSums sums = second_sums(problem, second, channel, known);
  const Rational weight = exact(problem.weight_of(channel));
  const Rational ddweight = exact(second.ddweight_of(channel));
  const Rational ddbias = exact(second.ddbias_of(channel));
  const Rational m_radicand = known.m * known.radicand;
  const bool training = problem.mode == Mode::training;
  for (std::int64_t j = 0; j < known.m; ++j) {
    const auto at = static_cast<std::size_t>(problem.shape.index(channel, j));
    if (!known.root) {
      out.d_dy[at] = out.d_x[at] = no_claim();
      continue;
    }
    const Rational d = value_at(problem.x, problem, channel, j) - *known.mean;
    const Rational g = value_at(problem.dy, problem, channel, j) - sums.g / known.m;
    const Rational v = value_or_zero(second.ddx, problem, channel, j) - sums.v / known.m;
    out.d_dy[at] = surd_ball(known, ddbias, weight * (v - d * sums.vd / m_radicand) + ddweight * d);
    Rational d_x = ddweight * (g - d * sums.gd / m_radicand);
    if (training) {
      d_x += weight / m_radicand *
             (d * (3 * sums.gd * sums.vd / m_radicand - sums.gv) - sums.vd * g - sums.gd * v);
    }
    out.d_x[at] = surd_ball(known, 0, d_x);
  }
  if (problem.weight.empty()) return;
  if (!known.root) {
    out.d_weight.push_back(training && known.m == 0 ? Ball(0) : no_claim());
    return;
  }
  const Rational along = known.m == 0 ? Rational(0) : sums.gd * sums.vd / m_radicand;
  out.d_weight.push_back(surd_ball(known, 0, sums.gv - along));
}

}  // namespace

Statistics<Ball> RationalOracle::statistics(const Problem& problem) const {
  Statistics<Ball> out;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const Exact known = exact_channel(problem, channel);
    out.mean.push_back(rational_ball(known.mean));
    out.var.push_back(rational_ball(known.var));
    out.invstd.push_back(surd_ball(known, 0, 1));
  }
  return out;
}

Forward<Ball> RationalOracle::forward(const Problem& problem, const Dialect& dialect) const {
  const bool training = problem.mode == Mode::training;
  Forward<Ball> out;
  out.y.resize(problem.x.size());
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const Exact known = exact_channel(problem, channel);
    write_output(problem, channel, known, out.y);
    if (training && problem.has_running()) {
      append_running(problem, dialect, static_cast<std::size_t>(channel), known, out);
    }
    if (!training || dialect.saved == SavedStatistic::none) continue;
    out.save_mean.push_back(rational_ball(known.mean));
    out.save_invstd.push_back(dialect.saved == SavedStatistic::variance ? rational_ball(known.var)
                                                                        : surd_ball(known, 0, 1));
  }
  return out;
}

Backward<Ball> RationalOracle::backward(const Problem& problem) const {
  Backward<Ball> out;
  out.dx.resize(problem.dy.size());
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const Exact known = exact_channel(problem, channel);
    const GradientSums sums = gradient_sums(problem, channel, known);
    write_gradient(problem, channel, known, sums, out.dx);
    const bool empty = known.m == 0;
    if (!problem.weight.empty()) {
      out.dweight.push_back(empty ? Ball(0) : surd_ball(known, 0, sums.dy_d));
    }
    if (!problem.bias.empty()) out.dbias.push_back(to_ball(sums.dy, 0));
  }
  return out;
}

DoubleBackward<Ball> RationalOracle::double_backward(const Problem& problem,
                                                     const SecondGradients& second) const {
  DoubleBackward<Ball> out;
  out.d_dy.resize(problem.dy.size());
  out.d_x.resize(problem.x.size());
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    write_second(problem, second, channel, exact_channel(problem, channel), out);
  }
  return out;
}

}  // namespace bncheck::reference
