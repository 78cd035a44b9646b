#include "bncheck/commands/reports.h"

#include "bncheck/report/github.h"
#include "bncheck/report/html/page.h"
#include "bncheck/report/json_lines.h"
#include "bncheck/report/junit.h"
#include "bncheck/report/markdown.h"
#include "bncheck/report/rendered.h"
#include "core/error.h"

namespace bncheck::commands {

std::unique_ptr<runner::Reporter> open_report(const std::string& text,
                                              const runner::CampaignOptions& options,
                                              const report::Subject& subject) {
  const std::size_t colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  const std::string file = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (!file.empty()) {
    if (kind == "jsonl") return std::make_unique<report::JsonLines>(file, options, subject);
    if (kind == "junit") {
      return std::make_unique<report::Rendered>(file, report::to_junit, options, subject);
    }
    if (kind == "md") {
      return std::make_unique<report::Rendered>(file, report::to_markdown, options, subject);
    }
    if (kind == "github") {
      return std::make_unique<report::Rendered>(file, report::to_github, options, subject);
    }
    if (kind == "html") {
      return std::make_unique<report::Rendered>(file, report::html::run_to_html, options, subject);
    }
  }
  throw UsageError("--report: '" + text + "' is not a report: give " + kReportKinds);
}

}  // namespace bncheck::commands
