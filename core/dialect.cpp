#include "core/dialect.h"

#include <algorithm>

#include "core/dialect_fields.h"
#include "core/dialect_presets.h"
#include "core/error.h"
#include "core/suggestion.h"

namespace bncheck {
namespace {

const Preset* find_preset(std::string_view name) {
  for (const Preset& preset : presets()) {
    if (preset.dialect.name == name) return &preset;
  }
  return nullptr;
}

[[noreturn]] void refuse_field(std::string_view assignment) {
  std::string known;
  for (const DialectField& field : dialect_fields()) {
    known.append(known.empty() ? "" : ", ").append(field.name).append("=").append(field.values());
  }
  throw UsageError("unknown dialect override '" + std::string(assignment) + "'; known: " + known);
}

void override_field(Dialect& dialect, std::string_view assignment) {
  const std::size_t equals = std::min(assignment.find('='), assignment.size());
  for (const DialectField& field : dialect_fields()) {
    if (field.name != assignment.substr(0, equals) || equals == assignment.size()) continue;
    const std::string_view value = assignment.substr(equals + 1);
    if (field.read(dialect, value)) return;
    throw UsageError("a dialect's " + std::string(field.name) + " cannot be '" +
                     std::string(value) + "'; known: " + field.values());
  }
  refuse_field(assignment);
}

}  // namespace

double EpsRule::taken(double eps) const {
  return kind == Kind::raised_to ? std::max(eps, minimum) : eps;
}

bool EpsRule::may_refuse(double eps, Mode mode) const {
  switch (kind) {
    case Kind::not_negative:
    case Kind::raised_to: return false;
    case Kind::any:
    case Kind::positive: return eps == 0;
    case Kind::positive_in_training: return eps == 0 && mode == Mode::training;
    case Kind::refused_below: return eps < minimum;
  }
  return false;
}

Dialect parse_dialect(std::string_view text) {
  const std::string_view name = text.substr(0, text.find(';'));
  const Preset* preset = find_preset(name);
  if (preset == nullptr) {
    std::string known;
    std::vector<std::string> names;
    for (const Preset& each : presets()) {
      known += (known.empty() ? "" : ", ") + each.dialect.name;
      names.push_back(each.dialect.name);
    }
    throw UsageError("unknown dialect '" + std::string(name) + "'" +
                     suggestion(std::string(name), names) + "; known: " + known);
  }
  Dialect dialect = preset->dialect;
  std::size_t at = name.size();
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(';', at + 1), text.size());
    override_field(dialect, text.substr(at + 1, end - at - 1));
    at = end;
  }
  return dialect;
}

std::string to_string(const Dialect& dialect) {
  const Preset* preset = find_preset(dialect.name);
  BN_ASSERT(preset != nullptr);
  std::string text = dialect.name;
  for (const DialectField& field : dialect_fields()) {
    const std::string value = field.print(dialect);
    if (value == field.print(preset->dialect)) continue;
    text.append(";").append(field.name).append("=").append(value);
  }
  return text;
}

}  // namespace bncheck
