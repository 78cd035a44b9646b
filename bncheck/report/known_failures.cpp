#include "bncheck/report/known_failures.h"

namespace bncheck::report {

std::vector<std::string> ids_of(const std::vector<const properties::Property*>& laws) {
  std::vector<std::string> ids;
  for (const properties::Property* law : laws) ids.emplace_back(law->id);
  return ids;
}

std::string tell_known_failures(const std::vector<std::string>& laws,
                                std::span<const runner::LawTotals> totals,
                                const std::set<std::string>& known) {
  std::string text;
  for (std::size_t i = 0; i < laws.size(); ++i) {
    if (!known.contains(laws[i])) continue;
    if (totals[i].failed > 0) {
      text += "known failure: " + laws[i] + "\n";
    } else if (totals[i].passed > 0) {
      text += "unexpected pass: " + laws[i] + " is listed as a known failure and holds\n";
    }
  }
  return text;
}

runner::LawTotals forgive(const std::vector<std::string>& laws,
                          std::span<const runner::LawTotals> totals,
                          const std::set<std::string>& known) {
  runner::LawTotals all = runner::sum(totals);
  for (std::size_t i = 0; i < laws.size(); ++i) {
    if (!known.contains(laws[i])) continue;
    all.failed -= totals[i].failed;
    all.passed += totals[i].failed;
  }
  return all;
}

}  // namespace bncheck::report
