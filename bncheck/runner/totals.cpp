#include "bncheck/runner/totals.h"

#include <algorithm>

#include "bncheck/runner/retirement.h"

namespace bncheck::runner {

void LawTotals::add(const Judgement& judgement) {
  if (judgement.reason == kRetired) ++retired;
  add(judgement.verdict, judgement.evidence ? judgement.evidence->ratio : 0);
}

void LawTotals::add(Verdict verdict, double ratio) {
  switch (verdict) {
    case Verdict::skip: ++skipped; break;
    case Verdict::pass: ++passed; break;
    case Verdict::inconclusive: ++inconclusive; break;
    case Verdict::fail:
    case Verdict::error: ++failed; break;
  }
  if (verdict == Verdict::pass) worst_passing_ratio = std::max(worst_passing_ratio, ratio);
}

LawTotals sum(std::span<const LawTotals> laws) {
  LawTotals total;
  for (const LawTotals& law : laws) {
    total.skipped += law.skipped;
    total.passed += law.passed;
    total.inconclusive += law.inconclusive;
    total.retired += law.retired;
    total.failed += law.failed;
    total.worst_passing_ratio = std::max(total.worst_passing_ratio, law.worst_passing_ratio);
  }
  return total;
}

}  // namespace bncheck::runner
