#include "cuda/emulation/shared_memory.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "cuda/emulation/sanitizers.h"

namespace emulation {
namespace {

constexpr int kPoison = 0xFF, kCanary = 0xFD;
constexpr std::align_val_t kAligned{SharedMemory::kAlignment};

const auto kCanaries = [] {
  std::array<std::byte, SharedMemory::kMargin> canaries;
  canaries.fill(std::byte{kCanary});
  return canaries;
}();

}  // namespace

SharedMemory::SharedMemory(std::size_t bytes)
    : bytes_(bytes),
      memory_(static_cast<std::byte*>(operator new[](bytes + 2 * kMargin, kAligned))) {
  std::memset(memory_.get(), kCanary, bytes + 2 * kMargin);
  forbid_access(memory_.get(), kMargin);
  forbid_access(data() + bytes_, kMargin);
}

void SharedMemory::Delete::operator()(std::byte* memory) const {
  operator delete[](memory, kAligned);
}

void SharedMemory::poison() { std::memset(data(), kPoison, bytes_); }

std::optional<std::ptrdiff_t> SharedMemory::overrun() const {
  // AddressSanitizer reports the access itself, and would report this one.
  if (__asan_poison_memory_region) return std::nullopt;
  for (const std::byte* margin : {data() + bytes_, memory_.get()}) {
    if (std::memcmp(margin, kCanaries.data(), kMargin) == 0) continue;
    return std::mismatch(margin, margin + kMargin, kCanaries.data()).first - data();
  }
  return std::nullopt;
}

}  // namespace emulation
