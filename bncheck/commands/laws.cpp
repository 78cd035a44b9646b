#include "bncheck/commands/laws.h"

#include <regex>

#include "core/error.h"

namespace bncheck::commands {

std::vector<const properties::Property*> select_laws(const std::string& regular_expression) {
  std::regex pattern;
  try {
    pattern = std::regex(regular_expression);
  } catch (const std::regex_error&) {
    throw UsageError("'" + regular_expression + "' is not a regular expression");
  }
  std::vector<const properties::Property*> laws;
  for (const properties::Property& law : properties::catalogue()) {
    const std::string id(law.id);
    const std::string clause(law.clause);
    if (std::regex_search(id, pattern) || std::regex_match(clause, pattern)) laws.push_back(&law);
  }
  if (laws.empty()) {
    throw UsageError("no law matches '" + regular_expression +
                     "'; bncheck list properties shows them all");
  }
  return laws;
}

}  // namespace bncheck::commands
