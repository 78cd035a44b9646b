#include "bncheck/report/junit.h"

#include <fmt/format.h>

#include "bncheck/report/diagnosis.h"

namespace bncheck::report {
namespace {

/// Returns whether a character of UTF-8 begins the text that XML 1.0 has no place for: U+FFFE or
/// U+FFFF.
bool begins_with_noncharacter(std::string_view text) {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

/// Escapes text for XML 1.0, which has no place for most control characters.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (begins_with_noncharacter(text.substr(i))) {
      out += '?';
      i += 2;
      continue;
    }
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "&#10;"; break;
      default: out += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? '?' : c;
    }
  }
  return out;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

const RecordedFailure* failure_of(const RunRecord& run, const std::string& law) {
  for (const RecordedFailure& failure : run.failures) {
    if (failure.law == law) return &failure;
  }
  return nullptr;
}

/// A failure that is known is skipped, as test frameworks write one that is expected; the
/// counterexample stays beside it.
std::string failed(const RunRecord& run, const std::string& law, bool known) {
  const RecordedFailure* failure = failure_of(run, law);
  const std::string text = failure != nullptr ? failure->text : "FAIL " + law;
  const std::string message = escaped(first_line(text));
  const char* form = known ? "      <skipped message=\"known failure: {}\"/>\n"
                             "      <system-out>{}</system-out>\n"
                           : "      <failure message=\"{}\">{}</failure>\n";
  return fmt::format(fmt::runtime(form), message, escaped(text));
}

std::string outcome_of(const RunRecord& run, const std::string& law,
                       const runner::LawTotals& totals) {
  const bool known = run.known_failures.contains(law);
  if (totals.failed > 0) return failed(run, law, known);
  if (totals.passed > 0) {
    return known ? "      <system-out>unexpected pass: a known failure that holds</system-out>\n"
                 : "";
  }
  return fmt::format("      <skipped message=\"{}\"/>\n",
                     totals.inconclusive > 0 ? "inconclusive on every case" : "never applied");
}

std::string test_case(const RunRecord& run, const std::string& law,
                      const runner::LawTotals& totals) {
  return fmt::format("    <testcase classname=\"bncheck.{}\" name=\"{}\">\n{}    </testcase>\n",
                     escaped(run.implementation), escaped(law), outcome_of(run, law, totals));
}

std::string property(std::string_view name, std::string_view value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, escaped(value));
}

std::string properties_of(const RunRecord& run) {
  std::string text = property("tool", run.tool) + property("version", run.version) +
                     property("dialect", run.dialect) + property("seed", std::to_string(run.seed)) +
                     property("cases", std::to_string(run.cases.size()));
  if (!run.stopped_because.empty()) text += property("stopped_because", run.stopped_because);
  if (run.diagnosis) text += property("diagnosis", tell(*run.diagnosis));
  return "    <properties>\n" + text + "    </properties>\n";
}

}  // namespace

std::string to_junit(const RunRecord& run) {
  const std::vector<runner::LawTotals> totals = totals_of(run);
  std::string cases;
  int failures = 0;
  int skipped = 0;
  for (std::size_t i = 0; i < run.laws.size(); ++i) {
    cases += test_case(run, run.laws[i], totals[i]);
    const bool known = run.known_failures.contains(run.laws[i]);
    if (totals[i].failed > 0) {
      ++(known ? skipped : failures);
    } else if (totals[i].passed == 0) {
      ++skipped;
    }
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "  <testsuite name=\"bncheck {}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" "
      "time=\"{:.3f}\">\n{}{}  </testsuite>\n</testsuites>\n",
      escaped(run.implementation), run.laws.size(), failures, skipped, run.seconds,
      properties_of(run), cases);
}

}  // namespace bncheck::report
