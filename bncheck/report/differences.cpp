#include "bncheck/report/differences.h"

#include <nlohmann/json.hpp>

namespace bncheck::report {

using nlohmann::json;

std::string differences(const std::string& line, const std::string& other) {
  const json one = json::parse(line), two = json::parse(other);
  json all = one;
  all.update(two);
  std::string names;
  for (const auto& [name, value] : all.items()) {
    if (one.value(name, json()) == two.value(name, json())) continue;
    names += (names.empty() ? "" : ", ") + name;
  }
  return names;
}

}  // namespace bncheck::report
