// Backward by wrong formulas.
#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

constexpr Scope kTraining = {true, false, false, true};
constexpr Scope kEvaluation = {false, true, false, true};

/// dx in training, with its two sums and its factors free.
struct Terms {
  ChannelValue scale = [](const Channel& c) { return c.weight * c.invstd; };
  ChannelValue mean_dy = [](const Channel& c) { return c.sum_dy / c.m; };
  ChannelValue along = [](const Channel& c) { return c.sum_dy_xhat / c.m; };
  ElementValue xhat = [](const Channel& c, std::size_t j) { return c.xhat[j]; };
};

template <class Change>
Hypothesis dx(Cause cause, const char* sentence, const Change& change) {
  Terms terms;
  change(terms);
  Formula formula;
  formula.dx = [terms](const Channel& c, std::size_t j) {
    return terms.scale(c) * (c.dy[j] - terms.mean_dy(c) - terms.xhat(c, j) * terms.along(c));
  };
  return {cause, sentence, formula, kTraining};
}

template <class Change>
Hypothesis along(Cause cause, const char* sentence, const Change& change) {
  return dx(cause, sentence, [&](Terms& t) { t.along = change; });
}

std::vector<Hypothesis> missing_terms() {
  const Cause cause = Cause::backward_missing_term;
  return {
      dx(cause, "dx lacks the term -mean(dy): the mean depends on x, too",
         [](Terms& t) { t.mean_dy = [](const Channel&) { return Ball(0); }; }),
      dx(cause, "dx lacks the term -xhat * mean(dy * xhat): the variance depends on x, too",
         [](Terms& t) { t.along = [](const Channel&) { return Ball(0); }; }),
      dx(Cause::backward_wrong_mode,
         "dx has the formula of evaluation, weight * invstd * dy: mean and variance depend on x",
         [](Terms& t) { t.mean_dy = t.along = [](const Channel&) { return Ball(0); }; }),
      dx(Cause::backward_wrong_factor, "the term mean(dy) of dx has the wrong sign",
         [](Terms& t) { t.mean_dy = [](const Channel& c) { return -c.sum_dy / c.m; }; }),
      along(Cause::backward_wrong_factor,
            "the term xhat * mean(dy * xhat) of dx has the wrong sign",
            [](const Channel& c) { return -c.sum_dy_xhat / c.m; }),
      along(Cause::backward_wrong_factor, "the term xhat * mean(dy * xhat) of dx counts half",
            [](const Channel& c) { return c.sum_dy_xhat / c.m * Ball(0.5); }),
      along(Cause::backward_wrong_factor, "the term xhat * mean(dy * xhat) of dx counts twice",
            [](const Channel& c) { return c.sum_dy_xhat / c.m * Ball(2); }),
      dx(Cause::backward_wrong_factor, "the term mean(dy) of dx counts twice",
         [](Terms& t) { t.mean_dy = [](const Channel& c) { return c.sum_dy / c.m * Ball(2); }; }),
      along(Cause::backward_wrong_statistics,
            "in dx, mean(dy * x) * invstd stands for mean(dy * xhat): the mean is not "
            "subtracted",
            [](const Channel& c) { return dot(c.dy, c.x) * c.invstd / c.m; }),
      along(Cause::backward_wrong_statistics, "in dx, mean(dy * x) stands for mean(dy * xhat)",
            [](const Channel& c) { return dot(c.dy, c.x) / c.m; }),
      dx(Cause::backward_wrong_statistics, "in dx, x * invstd stands for xhat",
         [](Terms& t) {
           t.xhat = [](const Channel& c, std::size_t j) { return c.x[j] * c.invstd; };
         }),
      dx(Cause::backward_wrong_statistics, "in dx, x stands for xhat",
         [](Terms& t) { t.xhat = [](const Channel& c, std::size_t j) { return c.x[j]; }; }),
      dx(cause, "in dx, y stands for xhat",
         [](Terms& t) {
           t.xhat = [](const Channel& c, std::size_t j) { return c.xhat[j] * c.weight + c.bias; };
         }),
  };
}

Hypothesis scaled(const char* sentence, const ChannelValue& scale) {
  return dx(Cause::backward_wrong_factor, sentence, [&](Terms& t) { t.scale = scale; });
}

std::vector<Hypothesis> factors() {
  return {
      scaled("dx lacks the weight", [](const Channel& c) { return c.invstd; }),
      scaled("dx lacks invstd", [](const Channel& c) { return c.weight; }),
      scaled("dx lacks weight and invstd", [](const Channel&) { return Ball(1); }),
      scaled("dx has the factor weight twice",
             [](const Channel& c) { return square(c.weight) * c.invstd; }),
      scaled("dx has the factor invstd twice",
             [](const Channel& c) { return c.weight * square(c.invstd); }),
      scaled("dx has |weight| in place of weight",
             [](const Channel& c) { return abs(c.weight) * c.invstd; }),
      dx(Cause::saved_statistic_confused,
         "dx is multiplied by the standard deviation, where it must be divided by it",
         [](Terms& t) { t.scale = [](const Channel& c) { return c.weight / c.invstd; }; }),
      scaled("dx has the factor invstd three times",
             [](const Channel& c) { return c.weight * c.invstd * square(c.invstd); }),
      scaled("dx is divided by the weight", [](const Channel& c) { return c.invstd / c.weight; }),
      scaled("dx has the wrong sign", [](const Channel& c) { return -c.weight * c.invstd; }),
      scaled("dx is m times too large", [](const Channel& c) { return c.m * c.weight * c.invstd; }),
      scaled("dx is divided by m", [](const Channel& c) { return c.weight * c.invstd / c.m; }),
      scaled("dx has the factor m/(m - 1)",
             [](const Channel& c) { return c.weight * c.invstd * c.m / (c.m - Ball(1)); }),
      scaled("dx has the factor (m - 1)/m",
             [](const Channel& c) { return c.weight * c.invstd * (c.m - Ball(1)) / c.m; }),
  };
}

std::vector<Hypothesis> wrong_sums() {
  const Cause cause = Cause::backward_wrong_factor;
  return {
      dx(cause, "the sums in dx are divided by n, not by m",
         [](Terms& t) {
           t.mean_dy = [](const Channel& c) {
             return c.sum_dy / Ball(static_cast<double>(c.problem->shape.n));
           };
           t.along = [](const Channel& c) {
             return c.sum_dy_xhat / Ball(static_cast<double>(c.problem->shape.n));
           };
         }),
      along(Cause::eps_omitted,
            "the term xhat * mean(dy * xhat) of dx is divided by var, not by "
            "var + eps",
            [](const Channel& c) { return c.sum_dy_xhat / c.m * (c.var + c.eps) / c.var; }),
      dx(cause, "the sums in dx are divided by m - 1, not by m",
         [](Terms& t) {
           t.mean_dy = [](const Channel& c) { return c.sum_dy / (c.m - Ball(1)); };
           t.along = [](const Channel& c) { return c.sum_dy_xhat / (c.m - Ball(1)); };
         }),
      dx(cause, "the term mean(dy) of dx is divided by m - 1, not by m",
         [](Terms& t) { t.mean_dy = [](const Channel& c) { return c.sum_dy / (c.m - Ball(1)); }; }),
      along(cause, "the term mean(dy * xhat) of dx is divided by m - 1, not by m",
            [](const Channel& c) { return c.sum_dy_xhat / (c.m - Ball(1)); }),
      dx(cause, "the sums in dx lack 1/m",
         [](Terms& t) {
           t.mean_dy = [](const Channel& c) { return c.sum_dy; };
           t.along = [](const Channel& c) { return c.sum_dy_xhat; };
         }),
      dx(cause, "the term mean(dy) of dx lacks 1/m",
         [](Terms& t) { t.mean_dy = [](const Channel& c) { return c.sum_dy; }; }),
      along(cause, "the term mean(dy * xhat) of dx lacks 1/m",
            [](const Channel& c) { return c.sum_dy_xhat; }),
      along(cause, "the term xhat * mean(dy * xhat) of dx lacks a factor invstd",
            [](const Channel& c) { return c.sum_dy_xhat / c.m / c.invstd; }),
      along(cause, "the term xhat * mean(dy * xhat) of dx has a factor invstd too many",
            [](const Channel& c) { return c.sum_dy_xhat / c.m * c.invstd; }),
      along(cause, "the term xhat * mean(dy * xhat) of dx lacks two factors invstd",
            [](const Channel& c) { return c.sum_dy_xhat / c.m / square(c.invstd); }),
      along(cause, "the term xhat * mean(dy * xhat) of dx has a factor weight too many",
            [](const Channel& c) { return c.sum_dy_xhat / c.m * c.weight; }),
      dx(cause, "the sums in dx have a factor weight too many",
         [](Terms& t) {
           t.mean_dy = [](const Channel& c) { return c.weight * c.sum_dy / c.m; };
           t.along = [](const Channel& c) { return c.weight * c.sum_dy_xhat / c.m; };
         }),
      dx(cause, "the term mean(dy) of dx has a factor weight too many",
         [](Terms& t) { t.mean_dy = [](const Channel& c) { return c.weight * c.sum_dy / c.m; }; }),
  };
}

Hypothesis evaluated(Cause cause, const char* sentence, const ChannelValue& scale) {
  Formula formula;
  formula.dx = [scale](const Channel& c, std::size_t j) { return scale(c) * c.dy[j]; };
  return {cause, sentence, formula, kEvaluation};
}

std::vector<Hypothesis> in_evaluation() {
  const Cause factor = Cause::backward_wrong_factor;
  Formula trained;
  trained.dx = [](const Channel& c, std::size_t j) {
    return c.weight * c.invstd * (c.dy[j] - c.sum_dy / c.m - c.xhat[j] * c.sum_dy_xhat / c.m);
  };
  Formula of_batch = trained;
  of_batch.mean = [](const Channel& c) { return c.batch_mean; };
  of_batch.var = [](const Channel& c) { return c.batch_var; };
  const char* sentence =
      "dx of evaluation has the formula of training: there mean and variance are constants, and dx "
      "is weight * invstd * dy";
  return {
      {Cause::backward_wrong_mode, sentence, trained, kEvaluation},
      {Cause::backward_wrong_mode,
       "backward of evaluation is that of training, with the batch's statistics", of_batch,
       kEvaluation},
      evaluated(factor, "dx lacks the weight", [](const Channel& c) { return c.invstd; }),
      evaluated(factor, "dx lacks invstd", [](const Channel& c) { return c.weight; }),
      evaluated(factor, "dx lacks weight and invstd", [](const Channel&) { return Ball(1); }),
      evaluated(factor, "dx has the factor invstd twice",
                [](const Channel& c) { return c.weight * square(c.invstd); }),
      evaluated(factor, "dx has the factor weight twice",
                [](const Channel& c) { return square(c.weight) * c.invstd; }),
      evaluated(factor, "dx has |weight| in place of weight",
                [](const Channel& c) { return abs(c.weight) * c.invstd; }),
      evaluated(Cause::saved_statistic_confused,
                "dx is multiplied by the standard deviation, where it must be divided by it",
                [](const Channel& c) { return c.weight / c.invstd; }),
      evaluated(factor, "dx has the wrong sign",
                [](const Channel& c) { return -c.weight * c.invstd; }),
      evaluated(factor, "dx is divided by m",
                [](const Channel& c) { return c.weight * c.invstd / c.m; }),
      evaluated(factor, "dx is 0", [](const Channel&) { return Ball(0); }),
  };
}

Hypothesis statistics(const char* sentence, const Scope& scope, ChannelValue mean,
                      ChannelValue var) {
  Formula formula;
  formula.mean = std::move(mean);
  formula.var = std::move(var);
  return {Cause::backward_wrong_statistics, sentence, formula, scope};
}

std::vector<Hypothesis> wrong_statistics() {
  const ChannelValue old_mean = [](const Channel& c) { return c.old_mean; };
  const ChannelValue old_var = [](const Channel& c) { return c.old_var; };
  const ChannelValue mean = [](const Channel& c) { return c.batch_mean; };
  const ChannelValue var = [](const Channel& c) { return c.batch_var; };
  const ChannelValue zero = [](const Channel&) { return Ball(0); };
  return {
      statistics("backward of training uses the running statistics", kTraining, old_mean, old_var),
      statistics("backward of training uses the running mean", kTraining, old_mean, var),
      statistics("backward of training uses the running variance", kTraining, mean, old_var),
      statistics("backward of evaluation uses the batch's statistics", kEvaluation, mean, var),
      statistics("backward of evaluation uses the batch's mean", kEvaluation, mean, old_var),
      statistics("backward of evaluation uses the batch's variance", kEvaluation, old_mean, var),
      statistics("backward of training does not subtract the mean", kTraining, zero, var),
      statistics("backward of evaluation does not subtract the running mean", kEvaluation, zero,
                 old_var),
      statistics("backward of training uses the unbiased variance", kTraining, mean,
                 [](const Channel& c) { return c.batch_var * c.m / (c.m - Ball(1)); }),
  };
}

}  // namespace

std::vector<Hypothesis> gradient_hypotheses() {
  std::vector<Hypothesis> all;
  for (const auto& topic :
       {missing_terms(), factors(), wrong_sums(), in_evaluation(), wrong_statistics()}) {
    all.insert(all.end(), topic.begin(), topic.end());
  }
  return all;
}

}  // namespace bncheck::diagnosis
