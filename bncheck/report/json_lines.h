#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "bncheck/report/describe.h"
#include "bncheck/report/report_file.h"
#include "bncheck/runner/campaign.h"

namespace bncheck::report {

/// Writes a campaign as JSON Lines, one event a line, as it happens: start, case, failure, end. A
/// killed run keeps what it judged.
class JsonLines : public runner::Reporter {
 public:
  /// Opens the file; what an earlier run has judged comes first. Throws UsageError if it cannot be
  /// written.
  JsonLines(const std::string& path, const runner::CampaignOptions& options, Subject subject);

  /// Keeps the lines in memory.
  JsonLines(const runner::CampaignOptions& options, Subject subject);

  /// Returns the lines kept in memory.
  const std::string& text() const { return text_; }

  /// Gives them away.
  std::string take_text() { return std::move(text_); }

  void on_case(const runner::CaseResult& result) override;
  void on_failure(const runner::Failure& failure) override;
  void on_end(const runner::CampaignSummary& summary) override;

 private:
  void write_start();
  void write(const nlohmann::json& event);

  const runner::CampaignOptions& options_;
  Subject subject_;
  std::optional<ReportFile> file_;
  std::string text_;
};

}  // namespace bncheck::report
