#pragma once

#include "bncheck/runner/campaign.h"

namespace bncheck::commands {

/// Returns the exit code that follows from the totals: 1 if something failed, else 0 if something
/// passed, else 2 after saying on the standard error that nothing was judged, and why.
int conclude(const runner::LawTotals& totals);

}  // namespace bncheck::commands
