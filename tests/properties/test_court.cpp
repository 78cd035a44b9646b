#include "tests/properties/test_court.h"

#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/ulp.h"
#include "properties/moments.h"
#include "properties/property.h"
#include "tests/properties/ball_definition.h"

namespace bncheck::properties {
namespace {

std::size_t at(std::int64_t index) { return static_cast<std::size_t>(index); }

void set_invstd(Statistics<Ball>& statistics, double eps) {
  statistics.invstd.clear();
  for (const Ball& var : statistics.var) {
    statistics.invstd.push_back(Ball(1) / sqrt(var + Ball(eps)));
  }
}

void set_output(const Problem& problem, const Statistics<Ball>& statistics, Forward<Ball>& out) {
  out.y = normalized(problem, statistics);
  for_each_value(problem.shape, [&](std::size_t c, std::size_t i) {
    const auto channel = static_cast<std::int64_t>(c);
    out.y[i] = out.y[i] * Ball(problem.weight_of(channel)) + Ball(problem.bias_of(channel));
  });
}

void set_running(const Problem& problem, const Statistics<Ball>& batch, const Dialect& dialect,
                 Forward<Ball>& out) {
  const bool weighs_new = dialect.momentum == MomentumWeighs::new_value;
  const Ball fresh = weighs_new ? Ball(problem.momentum) : Ball(1) - Ball(problem.momentum);
  const Ball old = Ball(1) - fresh;
  const Ball m = count_of(problem);
  for (std::size_t c = 0; c < problem.running_mean.size(); ++c) {
    const bool biased = dialect.running_var == VarianceDivisor::biased;
    const Ball var = biased ? batch.var[c] : batch.var[c] * m / (m - Ball(1));
    out.running_mean.push_back(old * Ball(problem.running_mean[c]) + fresh * batch.mean[c]);
    out.running_var.push_back(old * Ball(problem.running_var[c]) + fresh * var);
  }
}

Forward<Ball> forward_of(const Problem& problem, const Dialect& dialect,
                         const Statistics<Ball>& statistics) {
  Forward<Ball> out;
  set_output(problem, statistics, out);
  if (problem.mode == Mode::evaluation) return out;
  set_running(problem, statistics, dialect, out);
  if (dialect.saved == SavedStatistic::none) return out;
  out.save_mean = statistics.mean;
  out.save_invstd = dialect.saved == SavedStatistic::variance ? statistics.var : statistics.invstd;
  return out;
}

/// The gradients, with the two terms of dx that only training has counted so many times.
Backward<Ball> backward_of(const Problem& problem, const Statistics<Ball>& statistics,
                           double mean_term, double variance_term) {
  const std::vector<Ball> xhat = normalized(problem, statistics);
  const auto channels = static_cast<std::size_t>(problem.shape.c);
  Backward<Ball> out{std::vector<Ball>(problem.x.size()), std::vector<Ball>(channels),
                     std::vector<Ball>(channels)};
  for_each_value(problem.shape, [&](std::size_t c, std::size_t i) {
    out.dweight[c] = out.dweight[c] + Ball(problem.dy[i]) * xhat[i];
    out.dbias[c] = out.dbias[c] + Ball(problem.dy[i]);
    if (!std::isfinite(problem.dy[i])) out.dweight[c] = out.dbias[c];  // times a ball of 0 it is 0
  });
  const Ball m = count_of(problem);
  for_each_value(problem.shape, [&](std::size_t c, std::size_t i) {
    const Ball scale = Ball(problem.weight_of(static_cast<std::int64_t>(c))) * statistics.invstd[c];
    out.dx[i] = scale * (Ball(problem.dy[i]) - Ball(mean_term) * out.dbias[c] / m -
                         Ball(variance_term) * xhat[i] * out.dweight[c] / m);
  });
  if (problem.weight.empty()) out.dweight.clear();
  if (problem.bias.empty()) out.dbias.clear();
  return out;
}

Budget one_ulp(DType dtype, const std::vector<Ball>& truth, double range) {
  Budget budget;
  for (const Ball& each : truth) {
    // The middle is what gets rounded, and the exact value lies within the radius of it.
    const bool fits = each.upper_magnitude() < largest_finite(dtype);
    budget.radius.push_back(fits ? add_up(ulp(dtype, each.middle.hi), each.radius)
                                 : std::numeric_limits<double>::infinity());
    budget.range.push_back(range);
  }
  return budget;
}

std::vector<double> rounded(DType dtype, const std::vector<Ball>& exact) {
  std::vector<double> values;
  for (const Ball& each : exact) {
    values.push_back(each.is_finite() ? round_to(dtype, each.middle.hi) : std::nan(""));
  }
  return values;
}

}  // namespace

Statistics<Ball> BallOracle::statistics(const Problem& problem) const {
  Statistics<Ball> result;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    if (problem.x.empty()) {
      result.mean.emplace_back(std::nan(""));
      result.var.emplace_back(std::nan(""));
    } else if (problem.mode == Mode::evaluation) {
      result.mean.emplace_back(problem.running_mean[at(channel)]);
      result.var.emplace_back(problem.running_var[at(channel)]);
    } else {
      const Moments batch = moments(channel_of(problem.x, problem.shape, channel));
      result.mean.push_back(batch.mean);
      result.var.push_back(batch.var);
    }
  }
  set_invstd(result, problem.eps);
  return result;
}

Forward<Ball> BallOracle::forward(const Problem& problem, const Dialect& dialect) const {
  return forward_of(problem, dialect, statistics(problem));
}

Backward<Ball> BallOracle::backward(const Problem& problem) const {
  const double terms = problem.mode == Mode::training ? 1 : 0;
  return backward_of(problem, statistics(problem), terms, terms);
}

DoubleBackward<Ball> BallOracle::double_backward(const Problem& problem,
                                                 const SecondGradients& second) const {
  return second_of(problem, second, statistics(problem));
}

// The ranges: |xhat| is at most sqrt(m) in training (Samuelson); projections lengthen nothing.
ErrorModel::ForwardBudget UlpErrorModel::forward(const Problem& problem, const Contract&,
                                                 const Dialect& dialect,
                                                 const Statistics<Ball>& statistics) const {
  const Forward<Ball> truth = forward_of(problem, dialect, statistics);
  const DType parameter = problem.parameters();
  const double m = static_cast<double>(problem.shape.values_per_channel());
  const double weight = problem.weight.empty() ? 1 : largest_magnitude(problem.weight);
  const double any = largest_finite(problem.dtype);
  const bool training = problem.mode == Mode::training;
  return {one_ulp(problem.dtype, truth.y, training ? weight * std::sqrt(m) : any),
          one_ulp(parameter, truth.save_mean, largest_magnitude(problem.x)),
          one_ulp(parameter, truth.save_invstd, any), one_ulp(parameter, truth.running_mean, any),
          one_ulp(parameter, truth.running_var, any)};
}

ErrorModel::BackwardBudget UlpErrorModel::backward(const Problem& problem, const Contract&,
                                                   const Statistics<Ball>& statistics) const {
  const double terms = problem.mode == Mode::training ? 1 : 0;
  const Backward<Ball> truth = backward_of(problem, statistics, terms, terms);
  const double m = static_cast<double>(problem.shape.values_per_channel());
  const double weight = problem.weight.empty() ? 1 : largest_magnitude(problem.weight);
  double invstd = 0;
  for (const Ball& each : statistics.invstd) invstd = std::fmax(invstd, each.upper_magnitude());
  const double total = m * largest_magnitude(problem.dy);
  const double any = largest_finite(problem.dtype);
  return {one_ulp(problem.dtype, truth.dx, weight * invstd * total),
          one_ulp(problem.parameters(), truth.dweight, any),
          one_ulp(problem.parameters(), truth.dbias, total)};
}

ErrorModel::DoubleBackwardBudget UlpErrorModel::double_backward(
    const Problem& problem, const SecondGradients& second, const Contract&,
    const Statistics<Ball>& statistics) const {
  const DoubleBackward<Ball> truth = second_of(problem, second, statistics);
  const double any = largest_finite(problem.dtype);
  return {one_ulp(problem.dtype, truth.d_dy, any), one_ulp(problem.dtype, truth.d_x, any),
          one_ulp(problem.parameters(), truth.d_weight, any)};
}

Contract TestImplementation::contract(const Problem& problem) {
  Contract contract = default_contract(problem.dtype);
  contract.apply = ApplyForm::direct;
  contract.deterministic = true;
  contract.uniform = true;
  return contract;
}

std::optional<CallStatus> TestImplementation::status(const Problem& problem) const {
  const bool one_value = problem.mode == Mode::training && problem.shape.values_per_channel() == 1;
  if (defect_ == Defect::crashes) return CallStatus::fault;
  if (defect_ == Defect::refuses) return CallStatus::refused;
  if (defect_ == Defect::calls_arguments_invalid) return CallStatus::invalid;
  const bool accepts =
      dialect_.one_value == OneValue::accepted || defect_ == Defect::accepts_one_value;
  if (one_value && !accepts) return CallStatus::invalid;
  return std::nullopt;
}

Statistics<Ball> TestImplementation::statistics(const Problem& problem) const {
  Problem seen = problem;
  if (defect_ == Defect::evaluates_with_the_batch) seen.mode = Mode::training;
  if (defect_ == Defect::ignores_eps) seen.eps = 0;
  Statistics<Ball> result = BallOracle().statistics(seen);
  const Ball m = count_of(problem);
  const auto channels = static_cast<std::size_t>(problem.shape.c);
  for (std::size_t c = 0; c < channels; ++c) {
    if (defect_ == Defect::normalizes_with_unbiased_variance && problem.mode == Mode::training) {
      result.invstd[c] = Ball(1) / sqrt(result.var[c] * m / (m - Ball(1)) + Ball(problem.eps));
    }
    if (defect_ == Defect::adds_eps_outside_the_root) {
      result.invstd[c] = Ball(1) / (sqrt(result.var[c]) + Ball(problem.eps));
    }
    if (defect_ == Defect::drops_the_last_value && problem.mode == Mode::training) {
      const std::int64_t last =
          problem.shape.index(static_cast<std::int64_t>(c), problem.shape.values_per_channel() - 1);
      result.mean[c] = result.mean[c] - Ball(problem.x[at(last)]) / m;
    }
  }
  return result;
}

Outcome<Forward<double>> TestImplementation::forward(const Problem& problem, bool saved) {
  ++forward_calls;
  if (const auto ended = status(problem)) return {*ended, "crashed", {}};
  Problem seen = problem;
  Dialect dialect = dialect_;
  if (defect_ == Defect::forgets_bias || defect_ == Defect::loses_one_value) seen.bias.clear();
  if (defect_ == Defect::swaps_momentum) seen.momentum = 1 - problem.momentum;
  if (defect_ == Defect::tracks_biased_variance) dialect.running_var = VarianceDivisor::biased;
  Forward<Ball> exact = forward_of(seen, dialect, statistics(seen));
  if (defect_ == Defect::tracks_variance_plus_eps) {
    for (Ball& var : exact.running_var) var = var + Ball(problem.eps);
  }
  BN_ASSERT(!saved || !exact.save_mean.empty());
  if (!saved) exact.save_mean = exact.save_invstd = {};
  const DType parameter = problem.parameters();
  const bool empty = problem.shape.values_per_channel() == 0;  // nothing is tracked then
  return {CallStatus::ok,
          "",
          {rounded(problem.dtype, exact.y), rounded(parameter, exact.save_mean),
           rounded(parameter, exact.save_invstd),
           empty ? problem.running_mean : rounded(parameter, exact.running_mean),
           empty ? problem.running_var : rounded(parameter, exact.running_var)}};
}

Outcome<Backward<double>> TestImplementation::backward(const Problem& problem,
                                                       const SavedStatistics& saved) {
  given = saved;
  if (const auto ended = status(problem)) return {*ended, "crashed", {}};
  if (defect_ == Defect::crashes_in_backward) return {CallStatus::fault, "crashed", {}};
  const bool both =
      problem.mode == Mode::training || defect_ == Defect::evaluates_gradient_as_training;
  const double mean_term = both && defect_ != Defect::misses_mean_term ? 1 : 0;
  const double variance_term = both && defect_ != Defect::misses_variance_term ? 1 : 0;
  Backward<Ball> exact = backward_of(problem, statistics(problem), mean_term, variance_term);
  if (defect_ == Defect::averages_dbias) {
    for (Ball& dbias : exact.dbias) dbias = dbias / count_of(problem);
  }
  if (defect_ == Defect::sums_dweight_without_mean) {
    Statistics<Ball> uncentred = statistics(problem);
    for (Ball& mean : uncentred.mean) mean = Ball(0);
    exact.dweight = backward_of(problem, uncentred, 0, 0).dweight;
  }
  if (!problem.manner.dx) exact.dx.clear();
  if (!problem.manner.dweight) exact.dweight.clear();
  if (!problem.manner.dbias) exact.dbias.clear();
  return {CallStatus::ok,
          "",
          {rounded(problem.dtype, exact.dx), rounded(problem.parameters(), exact.dweight),
           rounded(problem.parameters(), exact.dbias)}};
}

Outcome<DoubleBackward<double>> TestImplementation::double_backward(const Problem& problem,
                                                                    const SavedStatistics&,
                                                                    const SecondGradients& second) {
  if (const auto ended = status(problem)) return {*ended, "crashed", {}};
  if (defect_ == Defect::crashes_in_double_backward) return {CallStatus::fault, "crashed", {}};
  const DoubleBackward<Ball> exact = second_of(problem, second, statistics(problem));
  return {CallStatus::ok,
          "",
          {rounded(problem.dtype, exact.d_dy), rounded(problem.dtype, exact.d_x),
           rounded(problem.parameters(), exact.d_weight)}};
}

const Property& law(std::string_view id) {
  for (const Property& each : catalogue()) {
    if (each.id == id) return each;
  }
  std::fprintf(stderr, "no law %s\n", std::string(id).c_str());
  std::abort();
}

Verdict verdict_of(std::string_view id, const Problem& problem, Defect defect,
                   const Dialect& dialect) {
  TestImplementation implementation(defect, dialect);
  const BallOracle oracle;
  const UlpErrorModel error_model;
  const Court court{implementation, oracle, error_model, dialect};
  Trial trial(court, problem);
  const Property& property = law(id);
  return property.applies_to(trial) ? property.check(trial).verdict : Verdict::skip;
}

}  // namespace bncheck::properties
