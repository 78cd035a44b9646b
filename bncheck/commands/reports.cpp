#include "bncheck/commands/reports.h"

#include "bncheck/report/github.h"
#include "bncheck/report/html/page.h"
#include "bncheck/report/json_lines.h"
#include "bncheck/report/junit.h"
#include "bncheck/report/markdown.h"
#include "bncheck/report/rendered.h"
#include "core/error.h"

namespace bncheck::commands {
namespace {

/// "KIND:FILE", taken apart.
struct Request {
  report::Rendered::Render render = nullptr;  ///< none for JSON Lines, which are not rendered
  std::string file;
};

Request parse(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  const std::string file = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (!file.empty()) {
    if (kind == "jsonl") return {nullptr, file};
    if (kind == "junit") return {report::to_junit, file};
    if (kind == "md") return {report::to_markdown, file};
    if (kind == "github") return {report::to_github, file};
    if (kind == "html") return {report::html::run_to_html, file};
  }
  throw UsageError("--report: '" + text + "' is not a report: give " + kReportKinds);
}

}  // namespace

std::unique_ptr<runner::Reporter> open_report(const std::string& text,
                                              const runner::CampaignOptions& options,
                                              const report::Subject& subject) {
  const Request request = parse(text);
  if (request.render == nullptr) {
    return std::make_unique<report::JsonLines>(request.file, options, subject);
  }
  return std::make_unique<report::Rendered>(request.file, request.render, options, subject);
}

std::vector<NamedFile> files_of(const std::vector<std::string>& reports) {
  std::vector<NamedFile> files;
  for (const std::string& text : reports) files.push_back({"--report " + text, parse(text).file});
  return files;
}

FinishedReport::FinishedReport(const std::string& text)
    : render_(parse(text).render), file_(parse(text).file) {}

void FinishedReport::write(const report::RunRecord& run) {
  file_.write(render_ == nullptr ? *run.text : render_(run));
}

}  // namespace bncheck::commands
