#include "bncheck/commands/known_failures.h"

#include <algorithm>
#include <sstream>

#include "core/error.h"
#include "core/input_file.h"
#include "core/printable.h"
#include "properties/property.h"

namespace bncheck::commands {
namespace {

/// Returns the line without comment and without space at its ends.
std::string stripped(const std::string& line) {
  const std::string text = line.substr(0, line.find('#'));
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool is_law(const std::string& id) {
  const auto laws = properties::catalogue();
  return std::any_of(laws.begin(), laws.end(),
                     [&](const properties::Property& law) { return law.id == id; });
}

}  // namespace

std::set<std::string> read_known_failures(const std::string& file) {
  const std::string text = require_input("--known-failures: cannot read", file, kMostOfText);
  std::istringstream stream{std::string(without_mark(text))};
  std::set<std::string> known;
  for (std::string line; std::getline(stream, line);) {
    const std::string id = stripped(line);
    if (id.empty()) continue;
    if (!is_law(id)) {
      throw UsageError("--known-failures: " + file + " names '" + printable(id) +
                       "', which is no law; bncheck list properties shows them all");
    }
    known.insert(id);
  }
  return known;
}

}  // namespace bncheck::commands
