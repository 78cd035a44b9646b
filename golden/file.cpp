#include "golden/file.h"

#include <fstream>
#include <iterator>

namespace bncheck::golden {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) throw damaged(path, "it cannot be opened");
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) throw damaged(path, "it cannot be read to its end");
  return bytes;
}

UsageError damaged(const std::filesystem::path& path, std::string_view what) {
  return UsageError("golden file " + path.string() + ": " + std::string(what) +
                    "; restore it, or write it anew with golden/generate.py");
}

}  // namespace bncheck::golden
