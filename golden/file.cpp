#include "golden/file.h"

#include <algorithm>
#include <system_error>

#include "core/input_file.h"

namespace bncheck::golden {

std::string read_file(const std::filesystem::path& path) {
  Input input = read_input(path, kMostBytes);
  if (!input.error.empty()) throw damaged(path, "it cannot be read: " + input.error);
  return std::move(input.text);
}

void require_within(const std::filesystem::path& folder, const std::filesystem::path& path) {
  std::error_code none;
  const std::filesystem::path inside = std::filesystem::canonical(folder, none);
  const std::filesystem::path file = std::filesystem::weakly_canonical(path, none);
  const auto [end, at] = std::mismatch(inside.begin(), inside.end(), file.begin(), file.end());
  if (end != inside.end()) throw damaged(path, "links lead out of the folder");
}

UsageError damaged(const std::filesystem::path& path, std::string_view what) {
  return UsageError("golden file " + path.string() + ": " + std::string(what) +
                    "; restore it, or write it anew with golden/generate.py");
}

}  // namespace bncheck::golden
