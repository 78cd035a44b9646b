#pragma once

#include <string>

#include "bncheck/report/json_lines.h"
#include "bncheck/report/run_record.h"
#include "bncheck/report/whole_file.h"

namespace bncheck::report {

/// Writes a campaign, when it has ended, in a format that is made from its events alone. A run that
/// is killed before leaves no file.
class Rendered : public JsonLines {
 public:
  using Render = std::string (*)(const RunRecord& run);

  /// Removes the report of an earlier run at once. Throws UsageError if the file cannot be written.
  Rendered(const std::string& path, Render render, const runner::CampaignOptions& options,
           const Subject& subject);

  void on_end(const runner::CampaignSummary& summary) override;

 private:
  WholeFile file_;
  Render render_;
};

}  // namespace bncheck::report
