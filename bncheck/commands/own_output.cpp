#include "bncheck/commands/own_output.h"

#include <filesystem>

#include "core/error.h"

namespace bncheck::commands {
namespace {

namespace fs = std::filesystem;

bool are_same(const std::string& a, const std::string& b) {
  std::error_code none;
  if (fs::equivalent(a, b, none)) return true;
  const fs::path whole = fs::weakly_canonical(fs::absolute(a, none), none);
  return !whole.empty() && whole == fs::weakly_canonical(fs::absolute(b, none), none);
}

/// What takes everything and keeps nothing may be named as often as one likes.
bool keeps_nothing(const std::string& file) {
  std::error_code none;
  return fs::is_character_file(file, none);
}

void refuse(const NamedFile& output, const NamedFile& other) {
  if (other.file.empty() || keeps_nothing(output.file) || !are_same(output.file, other.file))
    return;
  throw UsageError(output.option + ": " + output.file + " is the file of " + other.option +
                   ", which it would overwrite: name another");
}

}  // namespace

void refuse_overwriting(const std::vector<NamedFile>& read, const std::vector<NamedFile>& written) {
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i].file.empty()) continue;
    for (const NamedFile& each : read) refuse(written[i], each);
    for (std::size_t j = 0; j < i; ++j) refuse(written[i], written[j]);
  }
}

}  // namespace bncheck::commands
