#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/dialect.h"

namespace bncheck {

/// One field of a dialect as text: what an override sets, and what tables show.
struct DialectField {
  std::string_view name;
  std::string_view clause;  ///< of docs/specification.md
  std::string_view about;   ///< what its values say of an implementation, in one sentence

  /// Returns the values it may have, between bars; NUMBER stands for one.
  std::string (*values)();

  /// Returns the dialect's value.
  std::string (*print)(const Dialect& dialect);

  /// Sets the value that is named; returns false where there is none of that name.
  bool (*read)(Dialect& dialect, std::string_view value);
};

/// Returns every field that can be overridden, in the order of Dialect.
std::span<const DialectField> dialect_fields();

}  // namespace bncheck
