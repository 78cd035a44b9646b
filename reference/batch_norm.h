#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/batch_norm.h"
#include "core/dialect.h"

// Batch normalization as it is defined, one channel at a time, for any number type Real that is
// made from a double without rounding and knows + - * / and sqrt. m is the number of values; x, dy,
// y and dx have m values each. Nothing here decides a precision: the caller's Real does.
namespace bncheck::reference {

/// What x is normalized with, before eps.
template <class Real>
struct Moments {
  Real mean;
  Real var;
};

/// What backward returns for one channel.
template <class Real>
struct Gradient {
  std::vector<Real> dx;
  Real dweight;
  Real dbias;
};

/// Reads the m values of one channel.
template <class Real>
std::vector<Real> channel_values(const std::vector<double>& tensor, const Shape& shape,
                                 std::int64_t channel) {
  std::vector<Real> values;
  values.reserve(static_cast<std::size_t>(shape.values_per_channel()));
  for (std::int64_t j = 0; j < shape.values_per_channel(); ++j) {
    values.emplace_back(tensor[static_cast<std::size_t>(shape.index(channel, j))]);
  }
  return values;
}

/// Sum: a_1 + ... + a_m; 0 for an empty channel.
template <class Real>
Real sum(const std::vector<Real>& values) {
  Real total(0.0);
  for (const Real& value : values) total = total + value;
  return total;
}

/// Mean: sum(a) / m. Undefined for an empty channel, as 0 / 0 is in Real.
template <class Real>
Real mean(const std::vector<Real>& values) {
  return sum(values) / Real(static_cast<double>(values.size()));
}

/// Dot: a_1 b_1 + ... + a_m b_m.
template <class Real>
Real dot(const std::vector<Real>& a, const std::vector<Real>& b) {
  Real total(0.0);
  for (std::size_t j = 0; j < a.size(); ++j) total = total + a[j] * b[j];
  return total;
}

/// Deviations: d_j = x_j - mean.
template <class Real>
std::vector<Real> deviations(std::vector<Real> x, const Real& mean) {
  for (Real& value : x) value = value - mean;
  return x;
}

/// Training statistics: mean = sum(x) / m, var = sum((x - mean)^2) / m (biased).
template <class Real>
Moments<Real> batch_moments(const std::vector<Real>& x) {
  const Real center = mean(x);
  const std::vector<Real> d = deviations(x, center);
  return {center, dot(d, d) / Real(static_cast<double>(x.size()))};
}

/// Evaluation statistics: the running ones.
template <class Real>
Moments<Real> running_moments(const Problem& problem, std::int64_t channel) {
  const auto c = static_cast<std::size_t>(channel);
  return {Real(problem.running_mean[c]), Real(problem.running_var[c])};
}

/// Inverse standard deviation: invstd = 1 / sqrt(var + eps). Undefined where var + eps <= 0.
template <class Real>
Real inverse_deviation(const Real& var, double eps) {
  using std::sqrt;
  return Real(1.0) / sqrt(Real(var + Real(eps)));
}

/// Normalized values: xhat = (x - mean) * invstd.
template <class Real>
std::vector<Real> normalized(const std::vector<Real>& x, const Moments<Real>& moments,
                             const Real& invstd) {
  std::vector<Real> xhat = deviations(x, moments.mean);
  for (Real& value : xhat) value = value * invstd;
  return xhat;
}

/// Output: y = weight * invstd * (x - mean) + bias.
template <class Real>
std::vector<Real> output(const std::vector<Real>& x, const Moments<Real>& moments,
                         const Real& invstd, double weight, double bias) {
  const Real scale = Real(weight) * invstd;
  const Real offset(bias);
  std::vector<Real> y = deviations(x, moments.mean);
  for (Real& value : y) value = scale * value + offset;
  return y;
}

/// Variance for running_var: sum((x - mean)^2) / (m - 1), or / m in a biased dialect. One value has
/// no unbiased variance: its divisor is 1, which gives 0.
template <class Real>
Real tracked_variance(const Real& var, std::int64_t m, VarianceDivisor divisor) {
  if (divisor == VarianceDivisor::biased) return var;
  const auto freedom = static_cast<double>(std::max<std::int64_t>(m - 1, 1));
  return var * Real(static_cast<double>(m)) / Real(freedom);
}

/// Running statistics: (1 - momentum) * running + momentum * batch where momentum weighs the new
/// value, momentum * running + (1 - momentum) * batch where it weighs the old one.
template <class Real>
Real updated(double running, const Real& batch, double momentum, MomentumWeighs weighs) {
  const Real weight(momentum);
  const Real rest = Real(1.0) - weight;
  if (weighs == MomentumWeighs::old_value) return weight * Real(running) + rest * batch;
  return rest * Real(running) + weight * batch;
}

/// Backward in training, where mean and var depend on x:
///   dbias   = sum(dy)
///   dweight = sum(dy * xhat)
///   dx      = weight * invstd * (dy - mean(dy) - xhat * mean(dy * xhat))
template <class Real>
Gradient<Real> training_gradient(const std::vector<Real>& x, const std::vector<Real>& dy,
                                 const Moments<Real>& moments, const Real& invstd, double weight) {
  const std::vector<Real> xhat = normalized(x, moments, invstd);
  Gradient<Real> gradient{{}, dot(dy, xhat), sum(dy)};
  if (x.empty()) return gradient;
  const Real m(static_cast<double>(x.size()));
  const Real mean_dy = gradient.dbias / m;
  const Real mean_dy_xhat = gradient.dweight / m;
  const Real scale = Real(weight) * invstd;
  gradient.dx.reserve(x.size());
  for (std::size_t j = 0; j < x.size(); ++j) {
    gradient.dx.push_back(scale * (dy[j] - mean_dy - xhat[j] * mean_dy_xhat));
  }
  return gradient;
}

/// Backward in evaluation, where mean and var are constants: dx = weight * invstd * dy; dbias and
/// dweight as in training.
template <class Real>
Gradient<Real> evaluation_gradient(const std::vector<Real>& x, const std::vector<Real>& dy,
                                   const Moments<Real>& moments, const Real& invstd,
                                   double weight) {
  const Real scale = Real(weight) * invstd;
  Gradient<Real> gradient{{}, dot(dy, normalized(x, moments, invstd)), sum(dy)};
  gradient.dx.reserve(x.size());
  for (const Real& value : dy) gradient.dx.push_back(scale * value);
  return gradient;
}

}  // namespace bncheck::reference
