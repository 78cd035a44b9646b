// The update of the running statistics.
#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

using Update = std::function<Ball(const Channel&, const Ball& old, const Ball& batch)>;

Ball tracked(const Channel& c) { return c.var * c.m / c.tracked_divisor; }

Ball blend(const Channel& c, const Ball& old, const Ball& batch) {
  return (Ball(1) - c.momentum) * old + c.momentum * batch;
}

Hypothesis hypothesis(Cause cause, const std::string& sentence, ChannelValue mean,
                      ChannelValue var) {
  Formula formula;
  formula.running_mean = std::move(mean);
  formula.running_var = std::move(var);
  return {cause, sentence, formula};
}

/// The rule in place of the update of both statistics, and of each of them.
void add_update(Cause cause, const std::string& sentence, const Update& update,
                std::vector<Hypothesis>& all) {
  const ChannelValue mean = [update](const Channel& c) { return update(c, c.old_mean, c.mean); };
  const ChannelValue var = [update](const Channel& c) { return update(c, c.old_var, tracked(c)); };
  all.push_back(hypothesis(cause, sentence, mean, var));
  all.push_back(hypothesis(cause, sentence + ", for running_mean alone", mean, nullptr));
  all.push_back(hypothesis(cause, sentence + ", for running_var alone", nullptr, var));
}

std::vector<Hypothesis> updates() {
  std::vector<Hypothesis> all;
  const auto add = [&all](Cause cause, const char* sentence, const Update& update) {
    add_update(cause, sentence, update, all);
  };
  using B = const Ball&;
  const auto with_weight = [](const auto& weight) {
    return [weight](const Channel& c, B old, B batch) {
      return (Ball(1) - weight(c)) * old + weight(c) * batch;
    };
  };
  add(Cause::running_not_updated, "training leaves the running statistics as they were",
      [](const Channel&, B old, B) { return old; });
  add(Cause::momentum_wrong,
      "momentum weighs the old value: the running statistics weigh the batch by 1 - momentum",
      with_weight([](const Channel& c) { return Ball(1) - c.momentum; }));
  add(Cause::momentum_wrong,
      "the running statistics are updated twice: the batch is weighed by 1 - (1 - momentum)^2",
      with_weight([](const Channel& c) { return Ball(1) - square(Ball(1) - c.momentum); }));
  add(Cause::momentum_wrong, "the batch is weighed by momentum^2",
      with_weight([](const Channel& c) { return square(c.momentum); }));
  add(Cause::momentum_wrong, "the new batch is weighed by half of momentum",
      with_weight([](const Channel& c) { return c.momentum * Ball(0.5); }));
  add(Cause::momentum_wrong, "the old value is not weighed: running + momentum * batch",
      [](const Channel& c, B old, B batch) { return old + c.momentum * batch; });
  add(Cause::momentum_wrong, "the batch is not weighed: (1 - momentum) * running + batch",
      [](const Channel& c, B old, B batch) { return (Ball(1) - c.momentum) * old + batch; });
  add(Cause::momentum_wrong, "both are weighed by momentum: momentum * (running + batch)",
      [](const Channel& c, B old, B batch) { return c.momentum * (old + batch); });
  add(Cause::momentum_wrong, "the step has the wrong sign: running - momentum * (batch - running)",
      [](const Channel& c, B old, B batch) { return old - c.momentum * (batch - old); });
  add(Cause::momentum_wrong, "running and batch are added up",
      [](const Channel&, B old, B batch) { return old + batch; });
  add(Cause::momentum_wrong, "the batch's statistics replace the running ones",
      [](const Channel&, B, B batch) { return batch; });
  add(Cause::running_wrong_start, "the running statistics start from 0 at every update",
      [](const Channel& c, B, B batch) { return c.momentum * batch; });
  add(Cause::running_wrong_start, "the running statistics start from 1 at every update",
      [](const Channel& c, B, B batch) { return blend(c, Ball(1), batch); });
  return all;
}

Hypothesis starts_afresh() {
  return hypothesis(
      Cause::running_wrong_start,
      "the running statistics start from mean 0 and variance 1 at every update",
      [](const Channel& c) { return blend(c, Ball(0), c.mean); },
      [](const Channel& c) { return blend(c, Ball(1), tracked(c)); });
}

Hypothesis var_of(Cause cause, const char* sentence, const ChannelValue& statistic) {
  return hypothesis(cause, sentence, nullptr,
                    [statistic](const Channel& c) { return blend(c, c.old_var, statistic(c)); });
}

Hypothesis mean_of(const char* sentence, const ChannelValue& statistic) {
  return hypothesis(
      Cause::running_wrong_statistic, sentence,
      [statistic](const Channel& c) { return blend(c, c.old_mean, statistic(c)); }, nullptr);
}

std::vector<Hypothesis> divisors() {
  const Cause cause = Cause::running_var_divisor;
  const auto count = [](std::int64_t n) { return Ball(static_cast<double>(n)); };
  const auto over = [](const Channel& c, const Ball& divisor) { return c.var * c.m / divisor; };
  return {
      var_of(cause,
             "the biased variance enters running_var: the sum of squares divided by m, where the "
             "dialect divides by m - 1",
             [](const Channel& c) { return c.var; }),
      var_of(cause, "the unbiased variance enters running_var, where the dialect divides by m",
             [over](const Channel& c) { return over(c, c.m - Ball(1)); }),
      var_of(cause, "the factor m/(m - 1) of running_var is inverted: (m - 1)/m",
             [](const Channel& c) { return c.var * (c.m - Ball(1)) / c.m; }),
      var_of(cause, "the factor m/(m - 1) is applied twice to running_var",
             [](const Channel& c) { return c.var * square(c.m / (c.m - Ball(1))); }),
      var_of(cause, "running_var has the divisor m + 1",
             [over](const Channel& c) { return over(c, c.m + Ball(1)); }),
      var_of(cause, "running_var has the divisor m - 2",
             [over](const Channel& c) { return over(c, c.m - Ball(2)); }),
      var_of(cause, "the divisor of running_var is missing: the sum of squares enters it",
             [](const Channel& c) { return c.var * c.m; }),
      var_of(cause,
             "running_var is corrected by n/(n - 1) with the number of images, not by "
             "m/(m - 1)",
             [count](const Channel& c) {
               const std::int64_t n = c.problem->shape.n;
               return n > 1 ? c.var * count(n) / count(n - 1) : c.var;
             }),
      var_of(cause, "running_var is corrected by the spatial size s/(s - 1), not by m/(m - 1)",
             [count](const Channel& c) {
               const std::int64_t s = c.problem->shape.spatial_size();
               return s > 1 ? c.var * count(s) / count(s - 1) : c.var;
             }),
      var_of(cause, "the divisor m - 1 of running_var counts the channels, too",
             [count](const Channel& c) {
               const std::int64_t size = c.problem->shape.size();
               return c.var * count(size) / count(size - 1);
             }),
      var_of(cause, "the divisor of running_var is m - c, with c channels",
             [count](const Channel& c) {
               const std::int64_t size = c.problem->shape.size();
               return c.var * count(size) / count(size - c.problem->shape.c);
             }),
  };
}

std::vector<Hypothesis> statistics() {
  const Cause cause = Cause::running_wrong_statistic;
  return {
      var_of(cause, "eps is part of what enters running_var: var + eps",
             [](const Channel& c) { return tracked(c) + c.eps; }),
      var_of(cause, "eps is part of what enters running_var, and the variance is biased",
             [](const Channel& c) { return c.var + c.eps; }),
      var_of(cause, "the standard deviation enters running_var",
             [](const Channel& c) { return root(c.var); }),
      var_of(cause, "the standard deviation sqrt(var + eps) enters running_var",
             [](const Channel& c) { return root(c.var + c.eps); }),
      var_of(cause, "the unbiased standard deviation enters running_var",
             [](const Channel& c) { return root(tracked(c)); }),
      var_of(cause, "invstd enters running_var", [](const Channel& c) { return c.invstd; }),
      var_of(cause, "the mean of x^2 enters running_var: the mean is not subtracted",
             [](const Channel& c) { return dot(c.x, c.x) / c.m; }),
      var_of(cause, "the mean enters running_var", [](const Channel& c) { return c.mean; }),
      var_of(cause, "the variance about the running mean enters running_var",
             [](const Channel& c) { return c.batch_var + square(c.batch_mean - c.old_mean); }),
      var_of(cause, "the squared variance enters running_var",
             [](const Channel& c) { return square(c.var); }),
      hypothesis(Cause::variance_clamped, "running_var is kept at eps or above", nullptr,
                 [](const Channel& c) {
                   const Ball updated = blend(c, c.old_var, tracked(c));
                   return updated.middle.hi < c.eps.middle.hi ? c.eps : updated;
                 }),
      mean_of("the sum enters running_mean: 1/m is missing",
              [](const Channel& c) { return sum(c.x); }),
      mean_of("the product mean * invstd enters running_mean",
              [](const Channel& c) { return c.mean * c.invstd; }),
      mean_of("the variance enters running_mean", [](const Channel& c) { return c.var; }),
      mean_of("the mean of y enters running_mean", [](const Channel& c) { return c.bias; }),
      mean_of("the negated mean enters running_mean", [](const Channel& c) { return -c.mean; }),
      mean_of("the unbiased factor m/(m - 1) is applied to running_mean",
              [](const Channel& c) { return c.mean * c.m / (c.m - Ball(1)); }),
      mean_of("a 0 enters running_mean", [](const Channel&) { return Ball(0); }),
      hypothesis(
          cause, "the statistics running_mean and running_var are exchanged",
          [](const Channel& c) { return blend(c, c.old_var, tracked(c)); },
          [](const Channel& c) { return blend(c, c.old_mean, c.mean); }),
      hypothesis(
          cause, "mean and variance are exchanged in the update",
          [](const Channel& c) { return blend(c, c.old_mean, tracked(c)); },
          [](const Channel& c) { return blend(c, c.old_var, c.mean); }),
  };
}

}  // namespace

std::vector<Hypothesis> running_hypotheses() {
  std::vector<Hypothesis> all = divisors();
  for (const auto& more : {updates(), statistics()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  all.push_back(starts_afresh());
  return all;
}

}  // namespace bncheck::diagnosis
