#pragma once

#include <cstdio>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "bncheck/report/describe.h"
#include "bncheck/runner/campaign.h"

namespace bncheck::report {

/// Writes a campaign as JSON Lines, one event a line, flushed as it happens: start, case, failure,
/// end. A killed run keeps what it judged.
class JsonLines : public runner::Reporter {
 public:
  /// Opens the file. Throws UsageError if it cannot be written.
  JsonLines(const std::string& path, const runner::CampaignOptions& options, Subject subject);

  void on_case(const runner::CaseResult& result) override;
  void on_failure(const runner::Failure& failure) override;
  void on_end(const runner::CampaignSummary& summary) override;

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  void write(const nlohmann::json& event);

  std::string path_;
  const runner::CampaignOptions& options_;
  Subject subject_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace bncheck::report
