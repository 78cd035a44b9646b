#include "bncheck/report/markdown.h"

#include <fmt/format.h>

#include "bncheck/report/diagnosis.h"
#include "bncheck/report/known_failures.h"

namespace bncheck::report {
namespace {

std::string_view word_of(const runner::LawTotals& totals, bool known) {
  if (totals.failed > 0) return known ? "fail (known)" : "**fail**";
  if (totals.passed > 0) return known ? "pass (**a known failure that holds**)" : "pass";
  return totals.inconclusive > 0 ? "inconclusive" : "skip";
}

std::string row(const std::string& law, const runner::LawTotals& totals, bool known) {
  const std::string ratio =
      totals.worst_passing_ratio == 0 ? "-" : fmt::format("{:.3f}", totals.worst_passing_ratio);
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", law, word_of(totals, known),
                     totals.passed, totals.failed, totals.inconclusive, totals.skipped, ratio);
}

std::string_view verdict_of(const RunRecord& run, const std::vector<runner::LawTotals>& totals) {
  const runner::LawTotals forgiven = forgive(run.laws, totals, run.known_failures);
  if (forgiven.failed > 0) return "fails";
  if (runner::sum(totals).failed > 0) return "fails no law but those that are known to fail";
  return forgiven.passed > 0 ? "holds every law it was judged by" : "was not judged";
}

std::string contracts_of(const RunRecord& run) {
  std::string text;
  for (const auto& [dtype, contract] : run.contracts) {
    text += fmt::format("- contract for {}: `{}`\n", dtype, contract);
  }
  return text.empty() ? "" : text + "\n";
}

}  // namespace

std::string to_markdown(const RunRecord& run) {
  const std::vector<runner::LawTotals> totals = totals_of(run);
  std::string text =
      fmt::format("## bncheck: `{}` {}\n\n", run.implementation, verdict_of(run, totals));
  if (!run.version.empty()) text += fmt::format("Version {}. ", run.version);
  text += fmt::format("Dialect `{}`, seed {}, {} cases{}; judged by {}.\n\n", run.dialect, run.seed,
                      run.cases.size(), run.complete ? "" : "; the run did not come to its end",
                      run.tool);
  text += contracts_of(run);
  if (!run.stopped_because.empty()) text += "Stopped: " + run.stopped_because + ".\n\n";
  text += "| law | verdict | passed | failed | inconclusive | skipped | error/budget |\n";
  text += "|---|---|---:|---:|---:|---:|---:|\n";
  for (std::size_t i = 0; i < run.laws.size(); ++i) {
    text += row(run.laws[i], totals[i], run.known_failures.contains(run.laws[i]));
  }
  if (run.diagnosis) text += "\n```text\n" + tell(*run.diagnosis) + "```\n";
  for (const RecordedFailure& failure : run.failures) {
    if (run.known_failures.contains(failure.law)) text += "\nA known failure:\n";
    text += "\n```text\n" + failure.text + "```\n";
  }
  return text;
}

}  // namespace bncheck::report
