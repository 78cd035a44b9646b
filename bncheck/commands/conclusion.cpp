#include "bncheck/commands/conclusion.h"

#include <fmt/format.h>

namespace bncheck::commands {

int conclude(const runner::LawTotals& totals) {
  if (totals.failed > 0) return 1;
  if (totals.passed > 0) return 0;
  std::fflush(stdout);
  const char* reason = "no case was run";
  if (totals.skipped > 0) reason = "the implementation refuses every case that a law applies to";
  if (totals.inconclusive > 0) reason = "every budget is wider than what it could decide";
  fmt::print(stderr, "bncheck: nothing was judged: {}\n", reason);
  return kNothingJudged;
}

}  // namespace bncheck::commands
