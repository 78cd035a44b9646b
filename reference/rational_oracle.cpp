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

}  // namespace bncheck::reference
