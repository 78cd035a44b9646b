#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bncheck::golden {

/// One file that the manifest vouches for.
struct ManifestEntry {
  std::string file;  ///< relative to the manifest's folder
  std::int64_t bytes = 0;
  std::string sha256;  ///< 64 lowercase hexadecimal digits
};

/// Reads manifest.json of the folder. Throws UsageError that names what is wrong in it.
std::vector<ManifestEntry> read_manifest(const std::filesystem::path& folder);

/// Throws UsageError if the file is missing or its size or hash is not the manifest's.
void verify(const std::filesystem::path& folder, const ManifestEntry& entry);

/// Verifies every entry, and that vectors/ holds no file that the manifest does not list.
void verify(const std::filesystem::path& folder, const std::vector<ManifestEntry>& entries);

}  // namespace bncheck::golden
