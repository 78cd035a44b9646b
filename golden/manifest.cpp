#include "golden/manifest.h"

#include <algorithm>
#include <set>

#include "golden/file.h"
#include "golden/node.h"
#include "golden/sha256.h"

namespace bncheck::golden {
namespace {

constexpr std::int64_t kSchema = 1;
constexpr std::int64_t kMostOfAll = std::int64_t{1} << 30;  // in bytes: all vectors are kept

ManifestEntry read_entry(const Node& node) {
  ManifestEntry entry{node.at("file").text(), node.at("bytes").count(), node.at("sha256").text()};
  const std::filesystem::path file = entry.file;
  const bool leaves = std::find(file.begin(), file.end(), "..") != file.end();
  if (entry.bytes > kMostBytes) node.at("bytes").refuse("a size of at most 64 MiB");
  if (file.empty() || file.is_absolute() || leaves) node.at("file").refuse("a path in the folder");
  return entry;
}

}  // namespace

std::vector<ManifestEntry> read_manifest(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "manifest.json";
  if (!std::filesystem::exists(path)) {
    throw UsageError("there is no manifest.json in " + folder.string() +
                     ": it is no folder of golden vectors");
  }
  const nlohmann::json json = parse_json(read_file(path), path);
  const Node root(json, path);
  if (root.at("schema").count() != kSchema) root.at("schema").refuse("1, the one known schema,");
  std::vector<ManifestEntry> entries;
  std::set<std::string> files;
  std::int64_t all = 0;
  for (const Node& node : root.at("files").items()) {
    entries.push_back(read_entry(node));
    all += entries.back().bytes;
    if (all > kMostOfAll) root.at("files").refuse("a list of files of at most 1 GiB together");
    if (!files.insert(entries.back().file).second) node.at("file").refuse("a file not listed yet");
  }
  if (entries.empty()) root.at("files").refuse("a list of at least one file");
  return entries;
}

void verify(const std::filesystem::path& folder, const ManifestEntry& entry) {
  const std::filesystem::path path = folder / entry.file;
  require_within(folder, path);
  const std::string bytes = read_file(path);
  if (static_cast<std::int64_t>(bytes.size()) != entry.bytes) {
    throw damaged(path, "it has " + std::to_string(bytes.size()) +
                            " bytes where the manifest has " + std::to_string(entry.bytes));
  }
  const std::string hash = sha256(bytes);
  if (hash != entry.sha256) {
    throw damaged(path, "its SHA-256 is " + hash + " where the manifest has " + entry.sha256);
  }
}

void verify(const std::filesystem::path& folder, const std::vector<ManifestEntry>& entries) {
  for (const ManifestEntry& entry : entries) verify(folder, entry);
  if (!std::filesystem::is_directory(folder / "vectors")) return;
  for (const auto& found : std::filesystem::directory_iterator(folder / "vectors")) {
    const std::string file = "vectors/" + found.path().filename().string();
    const bool listed = std::any_of(entries.begin(), entries.end(),
                                    [&](const ManifestEntry& entry) { return entry.file == file; });
    if (!listed) throw damaged(found.path(), "the manifest does not list it");
  }
}

}  // namespace bncheck::golden
