#pragma once

#include <filesystem>
#include <string>

namespace bncheck::host {

/// Returns the folder of the program's own plug-ins: where they are installed, if it is; else
/// ../plugins beside a program that was just built or has travelled.
std::filesystem::path own_plugins();

/// Returns the folder that holds README.md and docs/ where the program is installed; else nothing.
std::filesystem::path own_documents();

/// Returns the folder of the program's own files of this name: ../share/bncheck/NAME beside a
/// program that has travelled, else the folder of the sources.
std::filesystem::path own_files(const std::string& name, const std::filesystem::path& in_sources);

}  // namespace bncheck::host
