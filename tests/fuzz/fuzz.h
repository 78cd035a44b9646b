#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace bncheck::fuzz {

/// Does with one input what a user's file or word is for. Each harness defines it. UsageError, the
/// one sentence that refuses, may leave it; whatever else leaves it is a finding.
void fuzz_one(std::string_view input);

/// Says what is broken of what was promised.
struct Finding : std::logic_error {
  using std::logic_error::logic_error;
};

/// Throws a Finding unless what is promised holds.
void require(bool holds, const std::string& promise);

/// Runs the harness on one input, which it may refuse.
void run(std::string_view input);

/// Cuts an input that stands for several files at the lines "==", at most so many.
std::vector<std::string_view> files_in(std::string_view input, std::size_t most);

/// A file in memory, for readers that take a path.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes);
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile();

  std::string path() const;

 private:
  int file_;
};

/// A folder of this process, removed when it ends.
const std::filesystem::path& scratch_folder();

/// Writes a file, and the folders that it lies in.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// Requires of a page for people that no text of a record became a script or a handler in it.
void require_inert(const std::string& page);

}  // namespace bncheck::fuzz
