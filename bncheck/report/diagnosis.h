#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bncheck/report/event.h"
#include "diagnosis/finding.h"

namespace bncheck::report {

/// Tells what the failures of a run look like, in a few lines for whoever wrote the code.
std::string tell(const std::vector<diagnosis::Finding>& findings);

nlohmann::json to_json(const std::vector<diagnosis::Finding>& findings);

/// Reads what to_json writes, as a field of an event. Throws UsageError.
std::vector<diagnosis::Finding> read_findings(const Event& event, const char* field);

}  // namespace bncheck::report
