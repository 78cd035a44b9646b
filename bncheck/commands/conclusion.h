#pragma once

#include "bncheck/runner/campaign.h"

namespace bncheck::commands {

/// Returns the exit code that follows from the totals: 1 if something failed, else 0 if something
/// passed, else kNothingJudged after saying on the standard error that nothing was, and why.
int conclude(const runner::LawTotals& totals);

inline constexpr int kNothingJudged = 2;

}  // namespace bncheck::commands
