#include "golden/file.h"

#include <fstream>
#include <iterator>
#include <system_error>

namespace bncheck::golden {

std::string read_file(const std::filesystem::path& path) {
  std::error_code none;
  const bool exists = std::filesystem::exists(path, none);
  if (exists && !std::filesystem::is_regular_file(path)) throw damaged(path, "it is no file");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw damaged(path, "it cannot be opened");
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) throw damaged(path, "it cannot be read to its end");
  return bytes;
}

UsageError damaged(const std::filesystem::path& path, std::string_view what) {
  return UsageError("golden file " + path.string() + ": " + std::string(what) +
                    "; restore it, or write it anew with golden/generate.py");
}

}  // namespace bncheck::golden
