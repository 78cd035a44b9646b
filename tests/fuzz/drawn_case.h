#pragma once

#include "core/case.h"
#include "tests/fuzz/choices.h"

namespace bncheck::fuzz {

/// Returns a small case, of at most 64 values per channel and three channels, of any type, layout
/// and values. Throws UsageError where the choices make none.
Case case_of(Choices& choices);

}  // namespace bncheck::fuzz
