#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <utility>

namespace bncheck::host {

/// Owns a range of mapped memory, or none.
class Mapping {
 public:
  Mapping() = default;
  Mapping(void* start, std::size_t size) : start_(static_cast<std::byte*>(start)), size_(size) {}
  Mapping(Mapping&& other) noexcept
      : start_(std::exchange(other.start_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Mapping& operator=(Mapping&& other) noexcept {
    std::swap(start_, other.start_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Mapping() {
    if (start_ != nullptr) munmap(start_, size_);
  }

  std::byte* start() const { return start_; }
  std::size_t size() const { return size_; }

 private:
  std::byte* start_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace bncheck::host
