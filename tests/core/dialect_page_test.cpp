// docs/dialects.md says what the program's own tables say, line by line.
#include <gmock/gmock.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <string>

#include "core/dialect_fields.h"
#include "core/dialect_presets.h"

namespace bncheck {
namespace {

std::multiset<std::string> lines_of_page() {
  std::ifstream page(BNCHECK_DIALECTS_PAGE);
  EXPECT_TRUE(page.is_open()) << BNCHECK_DIALECTS_PAGE;
  std::multiset<std::string> lines;
  for (std::string line; std::getline(page, line);) lines.insert(line);
  return lines;
}

std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find_first_of("|*", at)) != std::string::npos; at += 2) {
    text.insert(at, "\\");
  }
  return " " + text + " |";
}

std::string number(std::optional<double> value) {
  if (!value) return "-";
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, *value).ptr};
}

/// One line for each preset: the fields that laws read.
std::string row_of(const Dialect& dialect) {
  std::string row = "|" + cell("`" + dialect.name + "`");
  for (const DialectField& field : dialect_fields()) row += cell(field.print(dialect));
  return row;
}

/// And one for what the framework calls its own.
std::string row_of(const Preset& preset) {
  const Framework& own = preset.framework;
  constexpr const char* kWeighs[] = {"new", "old", "-"};
  return "|" + cell("`" + preset.dialect.name + "`") +
         cell(kWeighs[static_cast<int>(own.momentum)]) + cell(number(own.default_momentum)) +
         cell(number(own.default_eps)) + cell(own.channel_axis ? number(*own.channel_axis) : "-") +
         cell(std::string(own.source)) + cell(std::string(own.note));
}

std::string row_of(const DialectField& field) {
  return "|" + cell(std::string(field.clause)) + cell("`" + std::string(field.name) + "`") +
         cell(field.values()) + cell(std::string(field.about));
}

TEST(DialectPage, HasEveryFieldAndEveryPresetAsTheProgramHasThem) {
  const std::multiset<std::string> page = lines_of_page();
  for (const DialectField& field : dialect_fields()) {
    EXPECT_EQ(page.count(row_of(field)), 1U) << "wanted:\n" << row_of(field);
  }
  for (const Preset& preset : presets()) {
    EXPECT_EQ(page.count(row_of(preset.dialect)), 1U) << "wanted:\n" << row_of(preset.dialect);
    EXPECT_EQ(page.count(row_of(preset)), 1U) << "wanted:\n" << row_of(preset);
  }
}

TEST(DialectPage, HasNoOtherRows) {
  const std::multiset<std::string> page = lines_of_page();
  const auto is_row = [](const std::string& line) { return line.starts_with("| `"); };
  EXPECT_EQ(std::count_if(page.begin(), page.end(), is_row),
            static_cast<std::ptrdiff_t>(2 * presets().size()));
}

}  // namespace
}  // namespace bncheck
