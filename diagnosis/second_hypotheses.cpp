// Backward that confuses what it is given, and double backward.
#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

constexpr Scope kTraining = {true, false, false, true};

Hypothesis confused(const char* sentence, ChannelValue mean, ChannelValue invstd) {
  Formula formula;
  formula.mean = std::move(mean);
  formula.invstd = std::move(invstd);
  return {Cause::saved_statistic_confused, sentence, formula, kTraining};
}

Ball given_invstd(const Channel& c) { return inverse_root(c.batch_var + c.eps); }

std::vector<Hypothesis> confused_statistics() {
  const ChannelValue mean = [](const Channel& c) { return c.batch_mean; };
  return {
      confused("backward takes save_invstd for the variance, and roots it again", mean,
               [](const Channel& c) { return inverse_root(given_invstd(c) + c.eps); }),
      confused("backward takes save_invstd for var + eps, and roots it again", mean,
               [](const Channel& c) { return inverse_root(given_invstd(c)); }),
      confused("backward takes save_invstd for the standard deviation", mean,
               [](const Channel& c) { return Ball(1) / given_invstd(c); }),
      confused("backward takes save_mean for save_invstd, and the other way round", given_invstd,
               [](const Channel& c) { return c.batch_mean; }),
  };
}

/// Double backward alone is of the other mode.
Hypothesis other_mode(const char* sentence, const Scope& scope) {
  Formula formula;
  formula.other_second = true;
  return {Cause::backward_wrong_mode, sentence, formula, scope};
}

}  // namespace

std::vector<Hypothesis> second_hypotheses() {
  std::vector<Hypothesis> all = confused_statistics();
  all.push_back(other_mode("double backward of training is that of evaluation", kTraining));
  all.push_back(
      other_mode("double backward of evaluation is that of training", {false, true, false, true}));
  return all;
}

}  // namespace bncheck::diagnosis
