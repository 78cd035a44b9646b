#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "bncheck/bench/competitor.h"

namespace bncheck::bench {

/// Starts a Python process for an implementation, which holds arrays of its own and reads the clock
/// around each call of the user's function. `threads` is how many it starts with; it is started
/// anew where that number changes: libraries read theirs when they are loaded. Throws
/// host::LoadError.
std::unique_ptr<Competitor> start_competitor(const std::string& name,
                                             const std::filesystem::path& interpreter,
                                             unsigned threads);

}  // namespace bncheck::bench
