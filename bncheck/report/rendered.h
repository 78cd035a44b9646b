#pragma once

#include <string>

#include "bncheck/report/json_lines.h"
#include "bncheck/report/run_record.h"

namespace bncheck::report {

/// Writes a campaign, when it has ended, in a format that is made from its events alone.
class Rendered : public JsonLines {
 public:
  using Render = std::string (*)(const RunRecord& run);

  /// Opens the file at once. Throws UsageError if it cannot be written.
  Rendered(const std::string& path, Render render, const runner::CampaignOptions& options,
           const Subject& subject);

  void on_end(const runner::CampaignSummary& summary) override;

 private:
  ReportFile file_;
  Render render_;
};

}  // namespace bncheck::report
