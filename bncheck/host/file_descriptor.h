#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace bncheck::host {

/// Owns an open file descriptor, or none (-1).
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
  FileDescriptor(FileDescriptor&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FileDescriptor() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  int get() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

/// Moves the descriptor beyond the standard ones, which a child process redirects; a host that was
/// started without standard input would get one of them.
inline FileDescriptor beyond_standard(FileDescriptor given) {
  if (given.get() < 0 || given.get() > STDERR_FILENO) return given;
  return FileDescriptor(fcntl(given.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

}  // namespace bncheck::host
