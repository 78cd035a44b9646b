#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/case.h"

namespace bncheck::runner {

/// No case with more values than this is made.
inline constexpr std::int64_t kLargestVaried = std::int64_t{1} << 16;

/// One field of a case, and how to give it other values.
struct Field {
  const char* name;  ///< as in the case line, where it is a word of its own

  /// Adds a few cases, always the same, that differ from this one in the field alone; the case
  /// itself may be among them.
  void (*vary)(std::vector<Case>& out, const Case& c);
};

/// Returns every field, in the order of the case line.
std::span<const Field> fields_to_vary();

}  // namespace bncheck::runner
