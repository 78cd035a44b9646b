#pragma once

#include <filesystem>
#include <memory>

#include "bncheck/host/machine.h"
#include "bncheck/host/windows.h"

namespace bncheck::host {

/// Starts the machine that the plug-in works on. Throws NoDevice if there is none, or LoadError
/// where the environment's BNCHECK_REQUIRE_GPU says that there must be one.
std::unique_ptr<Machine> open_machine(const std::filesystem::path& library, const bn_plugin& plugin,
                                      int file, Windows::Inputs inputs);

}  // namespace bncheck::host
