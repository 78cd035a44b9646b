#include "tests/fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include <fstream>

#include "core/error.h"

namespace bncheck::fuzz {
namespace {

namespace fs = std::filesystem;

struct Scratch {
  Scratch() : folder(fs::temp_directory_path() / ("bncheck-fuzz-" + std::to_string(getpid()))) {
    fs::create_directories(folder);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  fs::path folder;
};

std::size_t count_of(const std::string& text, std::string_view word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace

void require(bool holds, const std::string& promise) {
  if (!holds) throw Finding("broken: " + promise);
}

void run(std::string_view input) {
  try {
    fuzz_one(input);
  } catch (const UsageError& refusal) {
    require(*refusal.what() != '\0', "a refusal says why");
  }
}

std::vector<std::string_view> files_in(std::string_view input, std::size_t most) {
  constexpr std::string_view kCut = "==\n";
  std::vector<std::string_view> files;
  while (files.size() + 1 < most) {
    const std::size_t end = input.find(kCut);
    if (end == std::string_view::npos) break;
    files.push_back(input.substr(0, end));
    input.remove_prefix(end + kCut.size());
  }
  files.push_back(input);
  return files;
}

MemoryFile::MemoryFile(std::string_view bytes) : file_(memfd_create("bncheck-fuzz", MFD_CLOEXEC)) {
  const auto size = static_cast<ssize_t>(bytes.size());
  require(file_ >= 0 && write(file_, bytes.data(), bytes.size()) == size, "there is memory");
}

MemoryFile::~MemoryFile() { close(file_); }

std::string MemoryFile::path() const { return "/proc/self/fd/" + std::to_string(file_); }

const fs::path& scratch_folder() {
  static const Scratch scratch;
  return scratch.folder;
}

void write_file(const fs::path& path, std::string_view bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

void require_inert(const std::string& page) {
  static const std::size_t own = count_of(page, "<script");  // of the first page, an honest one's
  require(count_of(page, "<script") == own, "no text of a record is a script of the page");
  require(count_of(page, "<img") + count_of(page, "<iframe") == 0, "a page loads nothing");
}

}  // namespace bncheck::fuzz
