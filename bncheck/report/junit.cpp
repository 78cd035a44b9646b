#include "bncheck/report/junit.h"

#include <fmt/format.h>

namespace bncheck::report {
namespace {

/// Escapes text for XML 1.0, which has no place for most control characters.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
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

std::string outcome_of(const RunRecord& run, const std::string& law) {
  const RecordedTotals totals = totals_of(run, law);
  if (totals.failed > 0) {
    const RecordedFailure* failure = failure_of(run, law);
    const std::string text = failure != nullptr ? failure->text : "FAIL " + law;
    return fmt::format("      <failure message=\"{}\">{}</failure>\n", escaped(first_line(text)),
                       escaped(text));
  }
  if (totals.passed > 0) return "";
  return fmt::format("      <skipped message=\"{}\"/>\n",
                     totals.inconclusive > 0 ? "inconclusive on every case" : "never applied");
}

std::string test_case(const RunRecord& run, const std::string& law) {
  return fmt::format("    <testcase classname=\"bncheck.{}\" name=\"{}\">\n{}    </testcase>\n",
                     escaped(run.implementation), escaped(law), outcome_of(run, law));
}

}  // namespace

std::string to_junit(const RunRecord& run) {
  std::string cases;
  int failed = 0;
  int skipped = 0;
  for (const std::string& law : run.laws) {
    cases += test_case(run, law);
    const RecordedTotals totals = totals_of(run, law);
    if (totals.failed > 0) ++failed;
    if (totals.failed == 0 && totals.passed == 0) ++skipped;
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "  <testsuite name=\"bncheck {}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" "
      "time=\"{:.3f}\">\n{}  </testsuite>\n</testsuites>\n",
      escaped(run.implementation), run.laws.size(), failed, skipped, run.seconds, cases);
}

}  // namespace bncheck::report
