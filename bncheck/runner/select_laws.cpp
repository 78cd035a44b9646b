#include "bncheck/runner/select_laws.h"

#include <cstdio>
#include <regex>

#include "core/suggestion.h"
#include "core/error.h"

namespace bncheck::runner {

namespace {

/// Returns whether the pattern names the clause, or one of those that it spans: B1-B3 is B2, too.
bool is_clause(std::string_view clause, const std::regex& pattern) {
  if (std::regex_match(clause.begin(), clause.end(), pattern)) return true;
  const std::string text(clause);
  int first = 0, last = 0;
  char letter = 0;
  if (std::sscanf(text.c_str(), "%c%d-%*c%d", &letter, &first, &last) != 3) return false;
  for (int number = first; number <= last; ++number) {
    if (std::regex_match(letter + std::to_string(number), pattern)) return true;
  }
  return false;
}

}  // namespace

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
    if (std::regex_search(id, pattern) || is_clause(law.clause, pattern)) laws.push_back(&law);
  }
  if (laws.empty()) {
    std::vector<std::string> ids;
    for (const properties::Property& law : properties::catalogue()) ids.emplace_back(law.id);
    throw UsageError("no law matches '" + regular_expression + "'" +
                     suggestion(regular_expression, ids) +
                     "; bncheck list properties shows them all");
  }
  return laws;
}

}  // namespace bncheck::runner
