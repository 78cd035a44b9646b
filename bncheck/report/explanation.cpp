#include "bncheck/report/explanation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bncheck::report {
namespace {

std::string line(std::string_view label, std::string_view text) {
  return fmt::format("  {:<9} {}\n", label, text);
}

/// Names a field with the value that the case has; the values of a tensor stand in the case line.
std::string named(const runner::Variation& variation) {
  if (variation.field == "x" || variation.field == "dy") return variation.field;
  return fmt::format("{} ({})", variation.field, variation.value);
}

std::string fields(const std::vector<std::string>& names, std::string_view verb) {
  return fmt::format("{}: {} with every other value that was judged", fmt::join(names, ", "), verb);
}

}  // namespace

std::string explain(const std::vector<runner::Variation>& variations) {
  std::vector<std::string> any;
  std::vector<std::string> only;
  std::string mixed;
  for (const runner::Variation& each : variations) {
    if (each.holds.empty() && !each.fails.empty()) any.push_back(each.field);
    if (each.fails.empty() && !each.holds.empty()) only.push_back(named(each));
    if (each.fails.empty() || each.holds.empty()) continue;
    mixed +=
        line(each.field, fmt::format("fails with {}; holds with {}", fmt::join(each.fails, ", "),
                                     fmt::join(each.holds, ", ")));
  }
  std::string text;
  if (!any.empty()) text += line("any", fields(any, "fails"));
  if (!only.empty()) text += line("only", fields(only, "holds"));
  return text + mixed;
}

}  // namespace bncheck::report
