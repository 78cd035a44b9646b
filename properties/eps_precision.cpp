// A variance of about eps is where eps counts most: it is half of var + eps. A channel alternates
// between a power of two near 2*sqrt(eps) and 0, so that the answer is known in closed form; beside
// the case's own eps two that are common and no number of a 16-bit format are tried.
#include <algorithm>
#include <cmath>
#include <set>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/two_values.h"

namespace bncheck::properties {
namespace {

constexpr double kCommon[] = {1e-5, 1e-12};  // PyTorch's default; one used with f32 parameters

TwoValues near_eps(Trial& trial, double eps) {
  const Problem& problem = trial.problem();
  TwoValues result;
  for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
    result.high.push_back(j % 2 == 0);
  }
  const double least = trial.contract().flushes_subnormals ? smallest_normal(problem.dtype)
                                                           : smallest_subnormal(problem.dtype);
  const double most = std::ldexp(1, std::ilogb(largest_finite(problem.dtype)));
  result.step = std::clamp(std::ldexp(1, std::ilogb(2 * std::sqrt(eps))), least, most);
  return result;
}

Judgement judge_invstd(Trial& trial, const TwoValues& of) {
  const std::vector<double>& got = trial.forward().outputs.save_invstd;
  const std::vector<Ball> truth(got.size(), of.invstd(trial.problem().eps));
  return judge("invstd of two values", got, truth, trial.forward_budget().save_invstd);
}

Judgement check_eps(Trial& trial, double eps) {
  const TwoValues of = near_eps(trial, eps);
  const std::vector<TwoValues> channels(static_cast<std::size_t>(trial.problem().shape.c), of);
  Problem problem = with_two_values(trial.plain().problem(), channels);
  problem.eps = eps;
  Trial other(trial.court(), std::move(problem));
  if (const auto ended = judge_status(other.forward())) return *ended;
  Judgement result = judge_two_values(other, channels);
  if (trial.dialect().saved == SavedStatistic::invstd) merge_part(result, judge_invstd(other, of));
  return result;
}

Judgement check(Trial& trial) {
  std::set<double> all(std::begin(kCommon), std::end(kCommon));
  if (trial.problem().eps > 0) all.insert(trial.problem().eps);
  Judgement result = skipped("there is no eps");
  for (const double eps : all) merge_part(result, check_eps(trial, eps));
  return result;
}

}  // namespace

const Property kEpsPrecision{
    "eps_precision",
    "S8",
    "eps in full",
    "x alternates a, 0, a power of two with var about eps: y = (m - k, or -k)/sqrt(k*(m - k) + "
    "m^2*eps/a^2), invstd = m/(a*sqrt(the same)), eps its own, 1e-5 and 1e-12",
    trains,
    check,
    false,
    {"The closed form of two values (F25), from a, k, m and eps alone.",
     "T2 with the truth in balls; where the contract says BN_DOUBLE_PARAMETERS the budget has no "
     "rounding of eps.",
     "eps cast to the type of the tensor or flushed to 0 (DeepSpeed #581), eps outside the root, "
     "another default in its place.",
     "casts eps to f16"},
};

}  // namespace bncheck::properties
