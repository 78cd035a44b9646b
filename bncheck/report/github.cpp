#include "bncheck/report/github.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "bncheck/report/known_failures.h"

namespace bncheck::report {
namespace {

// "Limits" of the workflow commands' reference: 10 annotations of a type and step.
constexpr std::size_t kMostShown = 10;

struct Annotation {
  std::string law;
  std::string title;
  std::string message;
};

/// Escapes as the toolkit of GitHub does (packages/core/src/command.ts); a property, a title say,
/// is ended by more characters than a message is.
std::string escaped(std::string_view text, bool is_property) {
  std::string out;
  for (const char c : text) {
    const bool ends_it =
        c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ','));
    out += ends_it ? fmt::format("%{:02X}", static_cast<unsigned>(c)) : std::string(1, c);
  }
  return out;
}

/// Returns "file=mine.py,", or nothing for what is no source.
std::string place_of(const RunRecord& run) {
  const std::string& name = run.implementation;
  if (!name.ends_with(".py") || name.starts_with("py:")) return "";
  return "file=" + escaped(name.substr(name.starts_with("./") ? 2 : 0), true) + ",";
}

std::string line(const RunRecord& run, std::string_view kind, const Annotation& annotation) {
  return fmt::format("::{} {}title={}::{}\n", kind, place_of(run), escaped(annotation.title, true),
                     escaped(annotation.message, false));
}

std::string lines(const RunRecord& run, std::string_view kind, std::vector<Annotation> all) {
  if (all.size() > kMostShown) {
    std::vector<std::string> names;
    for (std::size_t i = kMostShown - 1; i < all.size(); ++i) names.push_back(all[i].law);
    all.resize(kMostShown - 1);
    all.push_back({"", fmt::format("bncheck: {} more", names.size()),
                   fmt::format("{}", fmt::join(names, ", "))});
  }
  std::string text;
  for (const Annotation& each : all) text += line(run, kind, each);
  return text;
}

Annotation annotation_of(const RecordedFailure& failure) {
  const std::size_t end = failure.text.find('\n');
  const std::string rest = end == std::string::npos ? "" : failure.text.substr(end + 1);
  return {failure.law, "bncheck: " + failure.text.substr(0, end), rest};
}

}  // namespace

std::string to_github(const RunRecord& run) {
  const std::vector<runner::LawTotals> totals = totals_of(run);
  std::vector<Annotation> errors, warnings, notices;
  for (const RecordedFailure& failure : run.failures) {
    const bool known = run.known_failures.contains(failure.law);
    (known ? notices : errors).push_back(annotation_of(failure));
    if (known) notices.back().title = "bncheck: known failure: " + failure.law;
  }
  if (!run.stopped_because.empty()) {
    warnings.push_back({"", "bncheck: the run was cut short", run.stopped_because});
  }
  for (std::size_t i = 0; i < totals.size(); ++i) {
    const bool holds = totals[i].failed == 0 && totals[i].passed > 0;
    if (!holds || !run.known_failures.contains(run.laws[i])) continue;
    warnings.push_back({run.laws[i], "bncheck: unexpected pass: " + run.laws[i],
                        "It is listed as a known failure and holds."});
  }
  const runner::LawTotals all = runner::sum(totals);
  if (all.passed + all.failed == 0) {
    errors.push_back({"", "bncheck: nothing was judged", run.implementation});
  }
  return lines(run, "error", errors) + lines(run, "warning", warnings) +
         lines(run, "notice", notices);
}

}  // namespace bncheck::report
