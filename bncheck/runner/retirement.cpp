#include "bncheck/runner/retirement.h"

#include <algorithm>

namespace bncheck::runner {
namespace {

constexpr std::uint64_t kFailuresBeforeRetirement = 3;

}  // namespace

bool Retirement::is_retired(std::size_t law) const {
  return failures_[law] >= kFailuresBeforeRetirement;
}

bool Retirement::is_over_by_faults() const { return faults_ >= kFailuresBeforeRetirement; }

void Retirement::count(std::span<const Verdict> verdicts) {
  for (std::size_t law = 0; law < verdicts.size(); ++law) {
    if (verdicts[law] >= Verdict::fail) ++failures_[law];
  }
  const bool fault = std::find(verdicts.begin(), verdicts.end(), Verdict::error) != verdicts.end();
  if (fault && ++faults_ == kFailuresBeforeRetirement) {
    stopped_because_ = "the implementation crashed, hung or did damage three times";
  }
  const bool all_retired = std::all_of(failures_.begin(), failures_.end(), [](std::uint64_t count) {
    return count >= kFailuresBeforeRetirement;
  });
  if (all_retired && stopped_because_.empty()) {
    stopped_because_ = "every law has failed three times";
  }
}

void Retirement::count(std::span<const Judgement> judgements) {
  std::vector<Verdict> verdicts;
  for (const Judgement& judgement : judgements) verdicts.push_back(judgement.verdict);
  count(verdicts);
}

}  // namespace bncheck::runner
