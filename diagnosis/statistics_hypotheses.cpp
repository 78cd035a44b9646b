// Mean and variance of a batch by wrong formulas.
#include <algorithm>
#include <cmath>

#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

Hypothesis wrong_mean(const char* sentence, ChannelValue mean) {
  Formula formula;
  formula.mean = std::move(mean);
  return {Cause::mean_wrong, sentence, formula, {true, false}};
}

/// The same mean, but the variance is that of the batch: it was computed on its own.
Hypothesis wrong_mean_alone(const Hypothesis& hypothesis) {
  Hypothesis alone = hypothesis;
  alone.formula.var = [](const Channel& c) { return c.batch_var; };
  return alone;
}

Hypothesis wrong_var(Cause cause, const char* sentence, ChannelValue var) {
  Formula formula;
  formula.var = std::move(var);
  // What enters running_var is mostly right all the same; the other case follows below.
  formula.running_var = [](const Channel& c) {
    return (Ball(1) - c.momentum) * c.old_var + c.momentum * c.batch_var * c.m / c.tracked_divisor;
  };
  return {cause, sentence, formula, {true, false}};
}

Hypothesis wrong_var_throughout(const Hypothesis& hypothesis) {
  Hypothesis throughout = hypothesis;
  throughout.formula.running_var = nullptr;
  return throughout;
}

/// The wrong variance enters running_var as it is.
Hypothesis wrong_var_tracked(const Hypothesis& hypothesis) {
  Hypothesis tracked = hypothesis;
  tracked.formula.running_var = [](const Channel& c) {
    return (Ball(1) - c.momentum) * c.old_var + c.momentum * c.var;
  };
  return tracked;
}

/// Invstd alone is of another variance: wherever the same variance enters, it is right.
Hypothesis saved_right(const Hypothesis& hypothesis) {
  Hypothesis right = hypothesis;
  right.formula.save_invstd = [](const Channel& c) { return inverse_root(c.batch_var + c.eps); };
  return right;
}

Ball middle_of(const Channel& c) {
  std::vector<double> values;
  for (const Ball& each : c.x) values.push_back(each.middle.hi);
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  if (values.size() % 2 == 1) return Ball(values[half]);
  return (Ball(values[half - 1]) + Ball(values[half])) * Ball(0.5);
}

Ball extreme_mean(const Channel& c) {
  Ball least = c.x.front(), most = c.x.front();
  for (const Ball& each : c.x) {
    if (each.middle.hi < least.middle.hi) least = each;
    if (each.middle.hi > most.middle.hi) most = each;
  }
  return (least + most) * Ball(0.5);
}

std::vector<Hypothesis> means() {
  return {
      wrong_mean("the mean is divided by m - 1",
                 [](const Channel& c) { return sum(c.x) / (c.m - Ball(1)); }),
      wrong_mean("the mean is divided by m + 1",
                 [](const Channel& c) { return sum(c.x) / (c.m + Ball(1)); }),
      wrong_mean("the sum of x stands for its mean: 1/m is missing",
                 [](const Channel& c) { return sum(c.x); }),
      wrong_mean("the mean is not subtracted, or is taken for 0",
                 [](const Channel&) { return Ball(0); }),
      wrong_mean("the mean has the wrong sign", [](const Channel& c) { return -c.batch_mean; }),
      wrong_mean("the first value stands for the mean", [](const Channel& c) { return c.x[0]; }),
      wrong_mean("the last value stands for the mean", [](const Channel& c) { return c.x.back(); }),
      wrong_mean("the median stands for the mean", middle_of),
      wrong_mean("the middle between the smallest and the largest value stands for the mean",
                 extreme_mean),
      wrong_mean("the sum is divided by n, not by the number of values of the channel",
                 [](const Channel& c) {
                   return sum(c.x) / Ball(static_cast<double>(c.problem->shape.n));
                 }),
      wrong_mean("the sum is divided by the spatial size alone, not by n times that",
                 [](const Channel& c) {
                   return sum(c.x) / Ball(static_cast<double>(c.problem->shape.spatial_size()));
                 }),
      wrong_mean("the sum is multiplied by 1/m as a float holds it",
                 [](const Channel& c) {
                   return sum(c.x) *
                          Ball(static_cast<double>(1.0F / static_cast<float>(c.count())));
                 }),
      wrong_mean("the mean is that of |x|",
                 [](const Channel& c) {
                   Ball total;
                   for (const Ball& each : c.x) total = total + abs(each);
                   return total / c.m;
                 }),
  };
}

std::vector<Hypothesis> variances() {
  const Cause divisor = Cause::variance_divisor;
  return {
      wrong_var(divisor,
                "x is normalized with the unbiased variance: the sum of squares is "
                "divided by m - 1, not by m",
                [](const Channel& c) { return c.var * c.m / (c.m - Ball(1)); }),
      wrong_var(divisor, "the variance is divided by m + 1, not by m",
                [](const Channel& c) { return c.var * c.m / (c.m + Ball(1)); }),
      wrong_var(divisor, "the sum of squares stands for the variance: 1/m is missing",
                [](const Channel& c) { return c.var * c.m; }),
      wrong_var(divisor, "the variance is divided by m twice",
                [](const Channel& c) { return c.var / c.m; }),
      wrong_var(divisor, "the variance is divided by n, not by the number of values of the channel",
                [](const Channel& c) {
                  return c.var * c.m / Ball(static_cast<double>(c.problem->shape.n));
                }),
      wrong_var(divisor, "the variance is divided by the spatial size alone",
                [](const Channel& c) {
                  return c.var * c.m / Ball(static_cast<double>(c.problem->shape.spatial_size()));
                }),
      wrong_var(divisor, "the mean is not subtracted in the variance: it is mean(x^2)",
                [](const Channel& c) { return dot(c.x, c.x) / c.m; }),
      wrong_var(divisor, "the standard deviation is the mean of |x - mean|",
                [](const Channel& c) {
                  Ball total;
                  for (const Ball& each : c.centered) total = total + abs(each);
                  return square(total / c.m);
                }),
      wrong_var(Cause::variance_clamped, "a variance of less than 1 is raised to 1",
                [](const Channel& c) { return c.var.middle.hi < 1 ? Ball(1) : c.var; }),
      wrong_var(Cause::eps_misplaced, "the standard deviation stands for the variance",
                [](const Channel& c) { return sqrt(c.var); }),
      wrong_var(Cause::eps_misplaced, "the variance is squared",
                [](const Channel& c) { return square(c.var); }),
  };
}

/// mean(x^2) - mean(x)^2 in Real, the sums in order; Real is a type of the machine.
template <class Real>
ChannelValue one_pass(bool clipped) {
  return [clipped](const Channel& c) {
    Real total = 0, squares = 0;
    for (const Ball& each : c.x) {
      const auto x = static_cast<Real>(each.middle.hi);
      total += x;
      squares += x * x;
    }
    const auto m = static_cast<Real>(c.count());
    const Real mean = total / m;
    const Real var = squares / m - mean * mean;
    return Ball(clipped ? std::max(var, Real(0)) : var);
  };
}

std::vector<Hypothesis> one_pass_variances() {
  const Cause cause = Cause::one_pass_variance;
  const char* sentence =
      "the variance is computed in one pass, as mean(x^2) - mean(x)^2, which cancels where the "
      "mean is large";
  return {wrong_var(cause, sentence, one_pass<float>(true)),
          wrong_var(cause, sentence, one_pass<float>(false)),
          wrong_var(cause, sentence, one_pass<double>(true)),
          wrong_var(cause, sentence, one_pass<double>(false))};
}

/// The number of values goes wrong in the integer or the float that holds it.
Hypothesis miscounted(Cause cause, const char* sentence, double (*held)(double m)) {
  Formula formula;
  formula.mean = [held](const Channel& c) { return sum(c.x) / Ball(held(c.m.middle.hi)); };
  formula.var = [held](const Channel& c) {
    return dot(c.centered, c.centered) / Ball(held(c.m.middle.hi));
  };
  return {cause, sentence, formula, {true, false}};
}

/// What is saved alone is of the wrong variance.
Hypothesis saved_alone(const Hypothesis& hypothesis) {
  Formula formula;
  formula.save_invstd = [var = hypothesis.formula.var](const Channel& c) {
    return inverse_root(var(c) + c.eps);
  };
  return {hypothesis.cause, hypothesis.sentence + "; what is saved shows it", formula};
}

}  // namespace

std::vector<Hypothesis> count_hypotheses() {
  const Cause limit = Cause::index_limit, precision = Cause::precision_lost;
  return {
      miscounted(limit, "the number of values is held in 16 bits, and wraps around",
                 [](double m) { return std::fmod(m, 65536); }),
      miscounted(limit, "the number of values is held in 8 bits, and wraps around",
                 [](double m) { return std::fmod(m, 256); }),
      miscounted(limit, "the number of values is held in 16 bits with a sign",
                 [](double m) { return static_cast<double>(static_cast<std::int16_t>(m)); }),
      miscounted(limit, "the number of values is at most 65535",
                 [](double m) { return std::fmin(m, 65535); }),
      miscounted(precision, "the number of values is held in half precision",
                 [](double m) { return round_to(DType::f16, m); }),
      miscounted(precision, "the number of values is held in bfloat16",
                 [](double m) { return round_to(DType::bf16, m); }),
  };
}

std::vector<Hypothesis> statistics_hypotheses() {
  std::vector<Hypothesis> all;
  for (const Hypothesis& each : means()) {
    all.push_back(each);
    all.push_back(wrong_mean_alone(each));
  }
  for (const Hypothesis& each : variances()) {
    for (const Hypothesis& one : {each, wrong_var_throughout(each), wrong_var_tracked(each)}) {
      all.push_back(one);
      all.push_back(saved_right(one));
    }
  }
  for (const Hypothesis& each : one_pass_variances()) {
    for (const Hypothesis& one : {each, wrong_var_throughout(each), saved_alone(each)}) {
      all.push_back(one);
    }
  }
  for (const Hypothesis& each : count_hypotheses()) all.push_back(each);
  return all;
}

}  // namespace bncheck::diagnosis
