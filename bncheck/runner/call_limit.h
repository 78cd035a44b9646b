#pragma once

#include <chrono>

#include "core/shape.h"

namespace bncheck::runner {

/// How long one call on a small case may take when nothing is said.
inline constexpr std::chrono::milliseconds kCaseTimeout{5000};

/// Returns how long one call may take where nothing is said: kCaseTimeout, and a second more for
/// every million values: a microsecond each, hundreds of times what a plain loop takes.
std::chrono::milliseconds call_limit(const Shape& shape);

}  // namespace bncheck::runner
