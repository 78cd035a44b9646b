// What is kept for backward.
#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

Hypothesis saved(const char* sentence, ChannelValue save_mean, ChannelValue save_invstd) {
  Formula formula;
  formula.save_mean = std::move(save_mean);
  formula.save_invstd = std::move(save_invstd);
  return {Cause::saved_statistic_confused, sentence, formula};
}

Hypothesis saved_invstd(const char* sentence, ChannelValue value) {
  return saved(sentence, nullptr, std::move(value));
}

Hypothesis saved_mean(const char* sentence, ChannelValue value) {
  return saved(sentence, std::move(value), nullptr);
}

std::vector<Hypothesis> in_place_of_invstd() {
  return {
      saved_invstd("the variance is saved in place of invstd, 1/sqrt(var + eps)",
                   [](const Channel& c) { return c.var; }),
      saved_invstd("the sum var + eps is saved in place of invstd, 1/sqrt(var + eps)",
                   [](const Channel& c) { return c.var + c.eps; }),
      saved_invstd("the standard deviation sqrt(var + eps) is saved in place of its inverse",
                   [](const Channel& c) { return root(c.var + c.eps); }),
      saved_invstd("the standard deviation sqrt(var) is saved in place of invstd",
                   [](const Channel& c) { return root(c.var); }),
      saved_invstd("the inverse 1/(var + eps) is saved in place of its root",
                   [](const Channel& c) { return Ball(1) / (c.var + c.eps); }),
      saved_invstd("invstd is saved without eps: 1/sqrt(var)",
                   [](const Channel& c) { return inverse_root(c.var); }),
      saved_invstd("the inverse 1/var is saved in place of invstd",
                   [](const Channel& c) { return Ball(1) / c.var; }),
      saved_invstd("the inverse 1/(sqrt(var) + eps) is saved in place of invstd, 1/sqrt(var + eps)",
                   [](const Channel& c) { return Ball(1) / (root(c.var) + c.eps); }),
      saved_invstd(
          "invstd of the unbiased variance is saved",
          [](const Channel& c) { return inverse_root(c.var * c.m / (c.m - Ball(1)) + c.eps); }),
      saved_invstd("the unbiased variance is saved in place of invstd",
                   [](const Channel& c) { return c.var * c.m / (c.m - Ball(1)); }),
      saved_invstd("the product weight * invstd is saved in place of invstd",
                   [](const Channel& c) { return c.weight * c.invstd; }),
      saved_invstd("invstd of the old running variance is saved",
                   [](const Channel& c) { return inverse_root(c.old_var + c.eps); }),
      saved_invstd("the old running variance is saved in place of invstd",
                   [](const Channel& c) { return c.old_var; }),
      saved_invstd("a 0 is saved in place of invstd", [](const Channel&) { return Ball(0); }),
  };
}

Ball updated_mean(const Channel& c) {
  return (Ball(1) - c.momentum) * c.old_mean + c.momentum * c.batch_mean;
}

Ball updated_var(const Channel& c) {
  return (Ball(1) - c.momentum) * c.old_var + c.momentum * c.batch_var * c.m / c.tracked_divisor;
}

std::vector<Hypothesis> in_place_of_mean() {
  return {
      saved(
          "the saved mean and invstd are exchanged", [](const Channel& c) { return c.invstd; },
          [](const Channel& c) { return c.mean; }),
      saved_mean("the negated mean is saved in place of the mean",
                 [](const Channel& c) { return -c.mean; }),
      saved_mean("the sum is saved in place of the mean",
                 [](const Channel& c) { return c.mean * c.m; }),
      saved_mean("the product mean * invstd is saved in place of the mean",
                 [](const Channel& c) { return c.mean * c.invstd; }),
      saved_mean("the product -mean * invstd is saved in place of the mean",
                 [](const Channel& c) { return -c.mean * c.invstd; }),
      saved_mean("a 0 is saved in place of the mean", [](const Channel&) { return Ball(0); }),
      saved_mean("the old running mean is saved in place of the batch's",
                 [](const Channel& c) { return c.old_mean; }),
      saved_mean("the updated running mean is saved in place of the batch's", updated_mean),
      saved("the updated running statistics are saved in place of the batch's", updated_mean,
            [](const Channel& c) { return inverse_root(updated_var(c) + c.eps); }),
      saved(
          "the old running statistics are saved in place of the batch's",
          [](const Channel& c) { return c.old_mean; },
          [](const Channel& c) { return inverse_root(c.old_var + c.eps); }),
  };
}

}  // namespace

std::vector<Hypothesis> saved_hypotheses() {
  std::vector<Hypothesis> all = in_place_of_invstd();
  for (Hypothesis& each : in_place_of_mean()) all.push_back(std::move(each));
  return all;
}

}  // namespace bncheck::diagnosis
