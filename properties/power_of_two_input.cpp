// Every intermediate of an honest computation is multiplied by a power of 2^k: roundings commute
// with that as long as nothing leaves the normal numbers, which properties/exact_scaling.h decides
// by channel; the others are left as they are and not judged. 1/sqrt must be a rounded root and a
// rounded division: pow(v, -0.5) and the like commute with no power.
#include <cmath>

#include "properties/exact_scaling.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

Problem scaled(const Problem& problem, const ScalingRoom& room, int power) {
  Problem result = with_values(problem, [&](std::int64_t channel, std::int64_t j) {
    const double x = problem.x[static_cast<std::size_t>(problem.shape.index(channel, j))];
    return room.input_scales(channel, power) ? std::ldexp(x, power) : x;
  });
  result.eps = std::ldexp(problem.eps, 2 * power);
  return result;
}

/// Whether the dialect computes with the scaled eps (D6).
bool keeps_eps(const Trial& trial, int power) {
  const double eps = std::ldexp(trial.problem().eps, 2 * power);
  return trial.dialect().eps.taken(eps) == eps;
}

/// Returns what y of the scaled problem must be: the same, where the channel was scaled.
std::vector<double> expected_output(const Problem& problem, const ScalingRoom& room, int power,
                                    const std::vector<double>& before, std::vector<double> answer) {
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    if (!room.input_scales(channel, power)) continue;
    for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
      const auto i = static_cast<std::size_t>(problem.shape.index(channel, j));
      answer[i] = before[i];
    }
  }
  return answer;
}

std::vector<double> expected_statistic(const Problem& problem, const ScalingRoom& room, int power,
                                       int degree, const std::vector<double>& before,
                                       std::vector<double> answer) {
  for (std::size_t c = 0; c < answer.size(); ++c) {
    if (!room.input_scales(static_cast<std::int64_t>(c), power)) continue;
    answer[c] = scaled_answer(problem.parameters(), before[c], degree * power, answer[c]);
  }
  return answer;
}

Judgement judge_scaled(Trial& trial, Trial& other, const ScalingRoom& room, int power) {
  const Problem& problem = trial.problem();
  const Forward<double>& got = other.forward().outputs;
  const Forward<double>& before = trial.forward().outputs;
  Judgement result =
      judge_same("y of 2^k x", got.y, expected_output(problem, room, power, before.y, got.y));
  const auto statistic = [&](std::string_view what, int degree, const std::vector<double>& after,
                             const std::vector<double>& original) {
    result.merge(
        judge_same(what, after, expected_statistic(problem, room, power, degree, original, after)));
  };
  const int degree = trial.dialect().saved == SavedStatistic::variance ? 2 : -1;
  statistic("save_mean of 2^k x", 1, got.save_mean, before.save_mean);
  statistic("save_invstd of 2^k x", degree, got.save_invstd, before.save_invstd);
  return result;
}

Judgement check(Trial& trial) {
  if (const auto skip = lacks_determinism(trial)) return *skip;
  if (const auto skip = lacks_rounded_root(trial)) return *skip;
  const ScalingRoom room(trial.problem(), trial.contract());
  const auto scales = [&](std::int64_t c, int power) {
    return keeps_eps(trial, power) && room.input_scales(c, power);
  };
  const auto power = power_that(scales, trial.problem().shape.c);
  if (!power) return skipped("no power of two is sure to scale a channel without a rounding");
  Trial other(trial.court(), scaled(trial.problem(), room, *power));
  if (const auto ended = judge_statuses(trial, other)) return *ended;
  return judge_scaled(trial, other, room, *power);
}

}  // namespace

const Property kPowerOfTwoInput{
    "power_of_two_input",
    "F9",
    "input times a power of two",
    "y(2^k x; 4^k eps) = y(x; eps), mean 2^k, var 4^k and invstd 2^-k of those of x, to the bit",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "mean is homogeneous of degree 1 in x and var of degree 2, so that with 4^k*eps the "
              "root grows by 2^k and y stays. A power of two changes exponents alone: every "
              "rounding commutes with it while numbers stay normal; properties/exact_scaling.h "
              "proves that channel by channel, and others are not judged. BN_DETERMINISTIC is "
              "needed, and 1/sqrt by a rounded root and a rounded division, since other ways to it "
              "may depend on the exponent.",
     .budget = "T7: equal bits. A saved statistic that may have been rounded as a subnormal "
               "number, in either call, is not compared.",
     .catches = "Hidden absolute constants, a variance clamped from below, an eps that does not "
                "scale like a variance because it stands outside the root.",
     .defect = "adds a hidden constant to the variance"},
};

}  // namespace bncheck::properties
