#pragma once

#include <filesystem>
#include <memory>

#include "bncheck/bench/competitor.h"

namespace bncheck::bench {

/// Loads a plug-in into this process, where nothing guards the process from it. Throws
/// host::LoadError.
std::unique_ptr<Competitor> load_competitor(const std::filesystem::path& library);

}  // namespace bncheck::bench
