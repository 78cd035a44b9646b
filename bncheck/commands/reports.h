#pragma once

#include <memory>
#include <string>

#include "bncheck/report/describe.h"
#include "bncheck/runner/campaign.h"

namespace bncheck::commands {

/// The kinds of report, for --help and for errors.
inline constexpr const char* kReportKinds =
    "jsonl:FILE, junit:FILE, md:FILE, html:FILE or github:FILE";

/// Opens the report that "KIND:FILE" asks for. Throws UsageError if there is no such kind, or the
/// file cannot be written.
std::unique_ptr<runner::Reporter> open_report(const std::string& text,
                                              const runner::CampaignOptions& options,
                                              const report::Subject& subject);

}  // namespace bncheck::commands
