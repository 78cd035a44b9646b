#include <algorithm>
#include <optional>
#include <utility>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/summation_masks.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

// Two values have one tree only. 32 take 31 calls (see SummationMasks), as many as 8.
constexpr std::int64_t kLeastValues = 3;
constexpr std::int64_t kMostValues = 32;

constexpr double kLarge = 0x1p15;  // the largest power of two in every format (f16)
// M must absorb up to 30 ones at once, on the side where its neighbour is nearer: at a distance of
// 64 ones if M is 2^6/u of them.
constexpr double kAbsorbing = 0x1p6;
// M for sums that are called exact: more than two doubles in a row hold.
constexpr double kBeyondAllFormats = 0x1p120;

bool applies_to(const Trial& trial) {
  const std::int64_t m = trial.problem().shape.values_per_channel();
  return (trains(trial) || evaluates(trial)) && has_backward(trial) && m >= kLeastValues &&
         m <= kMostValues;
}

/// Returns the problem with a bias, without which there is no dbias.
Problem biased(Problem problem) {
  if (problem.bias.empty()) problem.bias.assign(static_cast<std::size_t>(problem.shape.c), 0);
  return problem;
}

/// Returns what stands for a one beside kLarge; nothing if no format on the way holds both.
std::optional<double> small_one(const Problem& problem, const Contract& contract) {
  double least = 0;
  for (DType dtype : {problem.dtype, contract.element, contract.accumulator}) {
    least = std::max(
        least, contract.flushes_subnormals ? smallest_normal(dtype) : smallest_subnormal(dtype));
  }
  if (contract.summation == Summation::exact) return std::max(kLarge / kBeyondAllFormats, least);
  const double one = kLarge / kAbsorbing * unit_roundoff(contract.accumulator);
  return one < least ? std::nullopt : std::optional(one);
}

Judgement check(Trial& trial) {
  Trial probe(trial.court(), biased(trial.problem()));
  const Contract& contract = probe.contract();
  const bool exact = contract.summation == Summation::exact;
  const auto declared = static_cast<double>(contract.summation_height);
  const auto m = static_cast<double>(trial.problem().shape.values_per_channel());
  if (!exact && (declared == 0 || declared >= m - 1)) {
    return skipped("the contract promises sums no lower than those of one value after the other");
  }
  if (!exact && !is_deterministic(probe)) {
    return skipped("the order of sums may change from call to call");
  }
  const std::optional<double> one = small_one(probe.problem(), contract);
  if (!one) return skipped("numbers of the tensor's type are not far enough apart to hide a one");
  SummationMasks masks(probe, kLarge, *one);
  if (const auto ended = masks.ask()) return *ended;
  if (exact) return masks.exactness();
  return masks.judge_heights(declared);
}

}  // namespace

const Property kSummationHeight{
    "summation_height",
    "S6",
    "the declared height of sums",
    "dbias of M at one place, -M at another and ones elsewhere is the number of ones added after M "
    "and -M met; no number is in more additions than are declared, as its pairs reveal, and no one "
    "is lost where sums are called exact, whatever eps is",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {.proof = "M absorbs up to m - 2 ones in the declared accumulator, so that the ones that are "
              "lost, and both places, are the leaves under the node where M and -M meet (FPRev, "
              "arXiv 2411.00442). Each node above a leaf is met with some other leaf, so that the "
              "different sizes are the additions on its path.",
     .budget = "None: counts of ones are exact. Wider sums lose nothing and pass; answers that no "
               "one tree explains are not judged, nor orders that may change from call to call.",
     .catches = "A height that is declared for the vector body and not for what follows it, a tree "
                "that is a chain after all, sums called exact that are only wide.",
     .defect = "dbias summed one after the other"},
};

}  // namespace bncheck::properties
