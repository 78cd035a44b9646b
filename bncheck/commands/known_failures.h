#pragma once

#include <set>
#include <string>

#include "bncheck/runner/campaign.h"

namespace bncheck::commands {

/// Reads the ids of laws that are known to fail, one a line; # begins a comment. Throws UsageError
/// if the file cannot be read or names a law that does not exist.
std::set<std::string> read_known_failures(const std::string& file);

/// Says which known failures failed as expected and which did not fail, and returns the totals
/// without the failures that were known.
runner::LawTotals forgive(const runner::CampaignSummary& summary,
                          const std::vector<const properties::Property*>& laws,
                          const std::set<std::string>& known);

}  // namespace bncheck::commands
