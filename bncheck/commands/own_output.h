#pragma once

#include <string>
#include <vector>

namespace bncheck::commands {

/// A file that the user named, and the option or argument that names it.
struct NamedFile {
  std::string option;
  std::string file;
};

/// Throws UsageError where a file that is to be written is one that is read, or is to be written
/// twice: by whatever name, a link's or another spelling. Names of what is no file are no matter.
void refuse_overwriting(const std::vector<NamedFile>& read, const std::vector<NamedFile>& written);

}  // namespace bncheck::commands
