// The manifest of a golden folder that others wrote. Whatever it says, nothing outside the folder
// is read.
#include "golden/manifest.h"

#include <algorithm>

#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {
namespace {

namespace fs = std::filesystem;

/// A folder beside a file that is none of its business.
const fs::path& folder() {
  static const fs::path made = [] {
    write_file(scratch_folder() / "outside.json", "secret");
    write_file(scratch_folder() / "golden" / "vectors" / "a.json", "abc");
    return scratch_folder() / "golden";
  }();
  return made;
}

void require_inside(const std::string& file) {
  std::error_code too_long;
  const fs::path whole = fs::weakly_canonical(folder() / file, too_long);
  if (too_long) return;
  const fs::path root = fs::weakly_canonical(folder());
  const auto [end, ignored] = std::mismatch(root.begin(), root.end(), whole.begin(), whole.end());
  require(end == root.end(), "no path of a manifest leaves its folder: " + file);
}

}  // namespace

void fuzz_one(std::string_view input) {
  write_file(folder() / "manifest.json", input);
  const std::vector<golden::ManifestEntry> entries = golden::read_manifest(folder());
  for (const golden::ManifestEntry& entry : entries) require_inside(entry.file);
  golden::verify(folder(), entries);
}

}  // namespace bncheck::fuzz
