#include "bncheck/report/diagnosis.h"

#include "core/error.h"

namespace bncheck::report {
namespace {

const char* evidence(bool sure) { return sure ? "shown" : "likely"; }

bool read_evidence(const std::string& word) {
  for (const bool sure : {false, true}) {
    if (word == evidence(sure)) return sure;
  }
  throw UsageError("expected \"evidence\" to be shown or likely, and it is " + word);
}

}  // namespace

std::string tell(const std::vector<diagnosis::Finding>& findings) {
  if (findings.empty()) return "It looks like nothing that is known: no known cause fits.\n";
  std::string text = "It looks like this:\n";
  for (const diagnosis::Finding& each : findings) {
    text += "  " + each.sentence + " [" + std::string(to_string(each.cause)) + "]\n";
  }
  return text;
}

nlohmann::json to_json(const std::vector<diagnosis::Finding>& findings) {
  nlohmann::json out = nlohmann::json::array();
  for (const diagnosis::Finding& each : findings) {
    out.push_back({{"cause", to_string(each.cause)},
                   {"sentence", each.sentence},
                   {"evidence", evidence(each.sure)}});
  }
  return out;
}

std::vector<diagnosis::Finding> read_findings(const Event& event, const char* field) {
  std::vector<diagnosis::Finding> findings;
  for (const Event& each : event.objects(field)) {
    const std::string id = each.text("cause");
    const auto cause = diagnosis::parse_cause(id);
    if (!cause) throw UsageError("expected \"cause\" to be a known one, and it is " + id);
    findings.push_back({*cause, each.text("sentence"), read_evidence(each.text("evidence"))});
  }
  return findings;
}

}  // namespace bncheck::report
