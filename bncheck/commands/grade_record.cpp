#include "bncheck/commands/grade_record.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace bncheck::commands {
namespace {

using nlohmann::json;

json classes_of(const grading::Measurements& found) {
  json out = json::array();
  for (const grading::Standing& each : found.classes) {
    const bool has_number = each.of->promise == grading::Promise::contract;
    out.push_back({{"letter", each.of->letter},
                   {"name", each.of->name},
                   {"holds", !each.refuted},
                   {"times", has_number ? fmt::format("{:.3g}", each.times) : ""}});
  }
  return out;
}

}  // namespace

std::string grade_record(const Graded& graded, const grading::Grade& grade,
                         const grading::Measurements& found, const std::string& text) {
  const json line = {{"event", "grade"},
                     {"format", 1},
                     {"tool", "bncheck " BNCHECK_VERSION},
                     {"implementation", graded.implementation},
                     {"name", graded.name},
                     {"version", graded.version},
                     {"dtype", graded.dtype},
                     {"dialect", graded.dialect},
                     {"seed", graded.seed},
                     {"letter", grade.letter},
                     {"suffixes", grade.suffixes},
                     {"sentence", grade.sentence},
                     {"violations", grade.violations},
                     {"classes", classes_of(found)},
                     {"text", text}};
  // What a plug-in says of itself may not be UTF-8.
  return line.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace bncheck::commands
