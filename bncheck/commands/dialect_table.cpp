#include "bncheck/commands/dialect_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/dialect_fields.h"
#include "core/dialect_presets.h"

namespace bncheck::commands {
namespace {

constexpr std::size_t kColumns = 100;

template <class T>
std::string or_dash(const std::optional<T>& value) {
  return value ? fmt::format("{}", *value) : "-";
}

std::string own_momentum(const Framework& framework) {
  if (framework.momentum == OwnMomentum::none) return "-";
  const bool weighs_new = framework.momentum == OwnMomentum::new_value;
  return fmt::format("{} {}", weighs_new ? "new" : "old", or_dash(framework.default_momentum));
}

using Row = std::array<std::string, 10>;

std::string value_of(const Dialect& dialect, std::string_view field) {
  for (const DialectField& each : dialect_fields()) {
    if (each.name == field) return each.print(dialect);
  }
  return "?";
}

Row row_of(const Preset& preset) {
  const auto& [dialect, framework] = preset;
  const auto value = [&dialect = dialect](const char* field) { return value_of(dialect, field); };
  return {dialect.name,
          value("running_var"),
          value("saved"),
          value("one_value"),
          value("eps"),
          value("empty_batch"),
          value("affine"),
          own_momentum(framework),
          or_dash(framework.default_eps),
          or_dash(framework.channel_axis)};
}

std::string line_of(const Row& row) {
  std::string line =
      fmt::format("{:<12} {:<11} {:<8} {:<9} {:<20} {:<11} {:<8}  {:<9} {:<6} {:<4}", row[0],
                  row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9]);
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

/// Breaks a text into lines, each after the indent.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string lines;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    if (column > indent && column + 1 + word.size() > kColumns) {
      lines += "\n" + std::string(indent, ' ');
      column = indent;
    }
    if (column > indent) lines += ' ';
    column += word.size() + (column > indent ? 1 : 0);
    lines += word;
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return lines + "\n";
}

const Framework& framework_of(const Dialect& dialect) {
  const auto has_name = [&](const Preset& each) { return each.dialect.name == dialect.name; };
  return std::find_if(presets().begin(), presets().end(), has_name)->framework;
}

}  // namespace

std::string dialect_table() {
  std::string text = fmt::format("{:<86} of the framework itself\n", "");
  text += line_of({"dialect", "running_var", "saved", "one_value", "eps", "empty_batch", "affine",
                   "momentum", "eps", "axis"});
  for (const Preset& preset : presets()) text += line_of(row_of(preset));
  text +=
      "\nmomentum, as it arrives through the plug-in ABI, weighs the new value in all of them, and "
      "channels\nlie on axis 1: adapters convert. `bncheck list dialects NAME` explains the fields "
      "of one, and tells\nhow far it was checked. Sources:\n\n";
  for (const Preset& preset : presets()) {
    text += fmt::format("{:<12} {}", preset.dialect.name, wrapped(preset.framework.source, 13));
  }
  return text;
}

std::string dialect_details(const Dialect& dialect) {
  std::string text = to_string(dialect) + "\n\n";
  for (const DialectField& field : dialect_fields()) {
    text += fmt::format("  {:<14} {:<21} {:<3} {}\n", field.name, field.print(dialect),
                        field.clause, field.about);
    text += fmt::format("  {:<14} of {}\n", "", field.values());
  }
  const Framework& framework = framework_of(dialect);
  text += "\nof the framework itself, which adapters convert\n";
  text += fmt::format("  momentum       {}\n", own_momentum(framework));
  text += fmt::format("  eps            {}\n", or_dash(framework.default_eps));
  text += fmt::format("  channel axis   {}\n", or_dash(framework.channel_axis));
  text += fmt::format("  source         {}", wrapped(framework.source, 17));
  text += fmt::format("  note           {}", wrapped(framework.note, 17));
  return text;
}

}  // namespace bncheck::commands
