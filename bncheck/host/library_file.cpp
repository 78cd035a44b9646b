#include "bncheck/host/library_file.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>

#include "bncheck/host/file_descriptor.h"
#include "bncheck/host/host.h"

namespace bncheck::host {
namespace {

template <class Part>
bool read_part(std::ifstream& file, std::uint64_t offset, Part& part) {
  file.seekg(static_cast<std::streamoff>(offset));
  return static_cast<bool>(file.read(reinterpret_cast<char*>(&part), sizeof part));
}

/// Returns whether it begins as a file of this kind does, of this size of address at least.
bool read_header(std::ifstream& file, Elf64_Ehdr& header) {
  return read_part(file, 0, header) && std::memcmp(header.e_ident, ELFMAG, SELFMAG) == 0;
}

/// The kind of machine lies in the same place whatever the size of an address.
bool is_of_one_kind(const Elf64_Ehdr& one, const Elf64_Ehdr& other) {
  return one.e_machine == other.e_machine && one.e_ident[EI_CLASS] == other.e_ident[EI_CLASS] &&
         one.e_ident[EI_DATA] == other.e_ident[EI_DATA];
}

/// Returns how long the file must be to hold what is loaded from it.
std::uint64_t needed_size(std::ifstream& file, const Elf64_Ehdr& header) {
  std::uint64_t size = 0;
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    const std::uint64_t at = header.e_phoff + i * std::uint64_t{header.e_phentsize};
    if (!read_part(file, at, segment)) return at + sizeof segment;
    if (segment.p_type == PT_LOAD) size = std::max(size, segment.p_offset + segment.p_filesz);
  }
  return size;
}

}  // namespace

void require_readable(const std::filesystem::path& file, const std::string& wanted) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    throw LoadError(file.string() + " is a folder: name " + wanted);
  }
  const FileDescriptor opened(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (opened.get() < 0 && errno == ENOENT) throw LoadError("there is no file " + file.string());
  if (opened.get() < 0) {
    throw LoadError(file.string() + " cannot be read: " + std::strerror(errno));
  }
  struct stat status {};
  // A pipe would be waited for, and a device never ends.
  if (fstat(opened.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    throw LoadError(file.string() + " is no regular file: name " + wanted);
  }
}

void require_whole_library(const std::filesystem::path& file) {
  std::ifstream library(file, std::ios::binary);
  std::ifstream self("/proc/self/exe", std::ios::binary);
  Elf64_Ehdr header;
  Elf64_Ehdr own;
  if (!read_header(library, header) || !read_header(self, own)) return;
  if (!is_of_one_kind(header, own)) {
    throw LoadError(file.string() +
                    " is a shared library for another kind of machine: compile it "
                    "for this one");
  }
  const std::uint64_t needed = needed_size(library, header);
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(file, error);
  if (error || size >= needed) return;
  throw LoadError(file.string() + " is cut short: it has " + std::to_string(size) +
                  " of at least " + std::to_string(needed) + " bytes");
}

}  // namespace bncheck::host
