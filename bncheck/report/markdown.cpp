#include "bncheck/report/markdown.h"

#include <fmt/format.h>

namespace bncheck::report {
namespace {

std::string_view word_of(const RecordedTotals& totals) {
  if (totals.failed > 0) return "**fail**";
  if (totals.passed > 0) return "pass";
  return totals.inconclusive > 0 ? "inconclusive" : "skip";
}

std::string row(const RunRecord& run, const std::string& law) {
  const RecordedTotals totals = totals_of(run, law);
  const std::string ratio =
      totals.worst_passing_ratio == 0 ? "-" : fmt::format("{:.3f}", totals.worst_passing_ratio);
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", law, word_of(totals), totals.passed,
                     totals.failed, totals.inconclusive, totals.skipped, ratio);
}

std::string headline(const RunRecord& run) {
  const RecordedTotals totals = totals_of(run);
  const std::string_view verdict = totals.failed > 0   ? "fails"
                                   : totals.passed > 0 ? "holds every law it was judged by"
                                                       : "was not judged";
  return fmt::format("## bncheck: `{}` {}\n\n", run.implementation, verdict);
}

}  // namespace

std::string to_markdown(const RunRecord& run) {
  std::string text = headline(run);
  if (!run.version.empty()) text += fmt::format("Version {}. ", run.version);
  text += fmt::format("Dialect `{}`, seed {}, {} cases{}.\n\n", run.dialect, run.seed,
                      run.cases.size(), run.complete ? "" : "; the run did not come to its end");
  if (!run.stopped_because.empty()) text += "Stopped: " + run.stopped_because + ".\n\n";
  text += "| law | verdict | passed | failed | inconclusive | skipped | error/budget |\n";
  text += "|---|---|---:|---:|---:|---:|---:|\n";
  for (const std::string& law : run.laws) text += row(run, law);
  for (const RecordedFailure& failure : run.failures) {
    text += "\n```text\n" + failure.text + "```\n";
  }
  return text;
}

}  // namespace bncheck::report
