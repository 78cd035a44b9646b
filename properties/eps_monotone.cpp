// A larger eps gives a larger rounded var + eps, root and so a smaller rounded quotient and
// product: rounding is monotone. That needs the same mean twice (BN_DETERMINISTIC), (x - mean) as a
// factor (BN_DIRECT; folded forms subtract products), and a rounded root and division. Only finite
// values are compared: T5 judges the others. Where var + eps may come out as 0 there is no budget,
// and an implementation may answer what it likes: also 0, which does not shrink.
#include <cmath>
#include <limits>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

Problem with_larger_eps(Problem problem) {
  problem.eps = problem.eps == 0 ? std::ldexp(1, -10) : 4 * problem.eps;
  return problem;
}

std::optional<Judgement> lacks_anything(Trial& trial) {
  if (auto skip = lacks_determinism(trial)) return skip;
  if (auto skip = lacks_rounded_root(trial)) return skip;
  if (trial.contract().apply == ApplyForm::direct) return std::nullopt;
  return skipped("the contract does not say that x - mean is multiplied");
}

Judgement check(Trial& trial) {
  if (const auto skip = lacks_anything(trial)) return *skip;
  Trial& plain = trial.plain();
  Trial larger(trial.court(), with_larger_eps(plain.problem()));
  if (const auto ended = judge_statuses(plain, larger)) return *ended;
  const std::vector<double>& before = plain.forward().outputs.y;
  const std::vector<double>& after = larger.forward().outputs.y;
  const std::vector<double>& budget = plain.forward_budget().y.radius;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (!std::isfinite(budget[i])) continue;
    if (!std::isfinite(before[i]) || !std::isfinite(after[i])) continue;
    if (std::fabs(after[i]) <= std::fabs(before[i])) continue;
    Judgement result = failed("|xhat| grows with eps");
    result.evidence =
        Evidence{"xhat with a larger eps", i, after[i],
                 Ball(before[i]),          0, std::numeric_limits<double>::infinity()};
    return result;
  }
  return {Verdict::pass, "", {}};
}

}  // namespace

const Property kEpsMonotone{
    "eps_monotone",
    "F28",
    "a larger eps shrinks the output",
    "eps' > eps implies |xhat_i(x; eps')| <= |xhat_i(x; eps)|, without tolerance",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "fl(var + eps), its rounded root, the rounded 1/root and the rounded product with x "
              "- mean are each monotone, so that a larger eps never makes |xhat_i| larger. Needed "
              "are the same mean and var in both calls (BN_DETERMINISTIC), x - mean as a factor "
              "(BN_DIRECT; a folded form subtracts products), and a rounded root and division.",
     .budget = "None: two numbers are compared. Left out are elements that are not finite, and "
               "those where var + eps may underflow to 0.",
     .catches =
         "eps subtracted, an inverse root that is not monotone though a rounded one is declared.",
     .defect = "subtracts eps"},
};

}  // namespace bncheck::properties
