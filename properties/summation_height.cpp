#include <algorithm>
#include <cmath>
#include <utility>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/summation_tree.h"
#include "properties/transformed.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

// All pairs of places are asked: 28 calls for 8 values. Two values have one tree only.
constexpr std::int64_t kLeastValues = 3;
constexpr std::int64_t kMostValues = 8;

constexpr double kLarge = 0x1p15;  // the largest power of two in every format (f16)
// M must absorb up to 6 ones at once, on the side where its neighbour is nearer: at a distance of
// 16 ones if M is 2^4/u of them.
constexpr double kAbsorbing = 0x1p4;
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
  const double least = std::max({smallest_normal(problem.dtype), smallest_normal(contract.element),
                                 smallest_normal(contract.accumulator)});
  if (contract.summation == Summation::exact) return std::max(kLarge / kBeyondAllFormats, least);
  const double one = kLarge / kAbsorbing * unit_roundoff(contract.accumulator);
  return one < least ? std::nullopt : std::optional(one);
}

/// The masks, the same one in all channels of a call, and what the answers tell.
class Masks {
 public:
  Masks(Trial& trial, double one) : trial_(trial), one_(one), m_(values()) {
    trees_.assign(static_cast<std::size_t>(trial.problem().shape.c), SummationTree(m_));
  }

  /// Puts all masks to the implementation. Returns what ended it early.
  std::optional<Judgement> ask() {
    const SavedStatistics saved = trial_.saved_statistics();
    for (std::size_t j = 1; j < m_; ++j) {
      for (std::size_t i = 0; i < j; ++i) {
        const auto outcome = trial_.court().implementation.backward(masked(i, j), saved);
        if (auto ended = judge_status(outcome)) return ended;
        note(i, j, outcome.outputs.dbias);
      }
    }
    return std::nullopt;
  }

  const std::vector<SummationTree>& trees() const { return trees_; }
  const Judgement& exactness() const { return exactness_; }

 private:
  std::size_t values() const {
    return static_cast<std::size_t>(trial_.problem().shape.values_per_channel());
  }

  Problem masked(std::size_t i, std::size_t j) const {
    return with_dy(trial_.problem(), [&](std::int64_t, const std::vector<double>& values) {
      std::vector<double> mask(values.size(), one_);
      mask[i] = kLarge;
      mask[j] = -kLarge;
      return mask;
    });
  }

  void note(std::size_t i, std::size_t j, const std::vector<double>& dbias) {
    for (std::size_t c = 0; c < dbias.size(); ++c) trees_[c].note(i, j, dbias[c] / one_);
    const double all = static_cast<double>(m_ - 2) * one_;
    exactness_.merge(judge_same("dbias", dbias, std::vector<double>(dbias.size(), all)));
  }

  Trial& trial_;
  double one_;
  std::size_t m_;
  std::vector<SummationTree> trees_;
  Judgement exactness_{Verdict::pass, "", {}};
};

Judgement judge_height(std::size_t channel, const SummationTree& tree, double declared) {
  if (tree.lost_nothing()) return {Verdict::pass, "", {}};
  const std::optional<int> height = tree.height();
  if (!height) return skipped("the sums of dbias reveal no tree of rounded additions");
  Judgement result{Verdict::pass, "", {}};
  if (*height > declared) {
    result = failed("a sum takes more additions in a row than the contract's summation_height");
  }
  result.evidence =
      Evidence{"height of dbias", channel, double(*height), Ball(declared), 0, *height / declared};
  return result;
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
  Masks masks(probe, *one);
  if (const auto ended = masks.ask()) return *ended;
  if (exact) return masks.exactness();
  Judgement result = skipped("there is no channel");
  for (std::size_t c = 0; c < masks.trees().size(); ++c) {
    result.merge(judge_height(c, masks.trees()[c], declared));
  }
  return result;
}

}  // namespace

const Property kSummationHeight{
    "summation_height",
    "S6",
    "the declared height of sums",
    "dbias of M at one place, -M at another and ones elsewhere is the number of ones added after M "
    "and -M met; the tree of additions that all pairs reveal is no higher than declared, and no "
    "one is lost where sums are called exact, whatever eps is",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {"M absorbs up to m - 2 ones in the declared accumulator, so that the ones that are lost, and "
     "both places, are the leaves under the node where M and -M meet (FPRev, arXiv 2411.00442). "
     "Each node above a leaf is met with some other leaf, so that the different sizes are the "
     "additions on its path.",
     "None: counts of ones are exact. Wider or compensated sums lose nothing and pass; answers "
     "that "
     "no one tree explains are not judged, nor orders that may change from call to call.",
     "A height that is declared for the vector body and not for what follows it, a tree that is a "
     "chain after all, sums called exact that are only wide.",
     "dbias summed one after the other"},
};

}  // namespace bncheck::properties
