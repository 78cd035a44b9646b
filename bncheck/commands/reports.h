#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bncheck/commands/own_output.h"
#include "bncheck/report/describe.h"
#include "bncheck/report/rendered.h"
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

/// Returns the files of reports, each "KIND:FILE". Throws UsageError if there is no such kind.
std::vector<NamedFile> files_of(const std::vector<std::string>& reports);

/// A report of a campaign that has ended.
class FinishedReport {
 public:
  /// Takes "KIND:FILE". Throws as open_report does, and leaves an earlier report.
  explicit FinishedReport(const std::string& text);

  /// Writes the report. Throws UsageError.
  void write(const report::RunRecord& run);

 private:
  report::Rendered::Render render_;  ///< none for JSON Lines
  report::WholeFile file_;
};

}  // namespace bncheck::commands
