#pragma once

#include <cstddef>
#include <memory>
#include <optional>

namespace emulation {

/// The shared memory of a block, in an allocation of its own and between canaries. A device does
/// not clear it: it starts as NaN in every format.
class SharedMemory {
 public:
  static constexpr std::size_t kAlignment = 128;
  static constexpr std::size_t kMargin = 4096;  // of canaries, on each side

  explicit SharedMemory(std::size_t bytes);

  std::byte* data() const { return memory_.get() + kMargin; }
  std::size_t size() const { return bytes_; }
  void poison();
  /// Where a canary was overwritten, counted from the beginning of the memory.
  std::optional<std::ptrdiff_t> overrun() const;

 private:
  struct Delete {
    void operator()(std::byte* memory) const;
  };

  std::size_t bytes_;
  std::unique_ptr<std::byte[], Delete> memory_;
};

}  // namespace emulation
