#include "bncheck/bench/buffer.h"

#include <sys/mman.h>

#include <cstring>
#include <new>

namespace bncheck::bench {
namespace {

// x86-64's huge page. NumPy asks for them from 4 MiB on (numpy/core/src/multiarray/alloc.c).
constexpr std::size_t kHugePage = std::size_t{1} << 21;
constexpr std::size_t kWorthHugePages = std::size_t{1} << 22;
constexpr std::size_t kCacheLine = 64;

std::byte* allocate(std::size_t bytes) {
  const bool is_large = bytes >= kWorthHugePages;
  const std::size_t alignment = is_large ? kHugePage : kCacheLine;
  const std::size_t whole = (bytes / alignment + 1) * alignment;
  auto* memory = static_cast<std::byte*>(std::aligned_alloc(alignment, whole));
  if (memory == nullptr) throw std::bad_alloc();
  if (is_large) madvise(memory, whole, MADV_HUGEPAGE);  // in vain where there are none
  std::memset(memory, 0, whole);
  return memory;
}

}  // namespace

Buffer::Buffer(DType dtype, Strided layout)
    : dtype_(dtype),
      layout_(std::move(layout)),
      bytes_(static_cast<std::size_t>(layout_.span()) * size_of(dtype)),
      memory_(allocate(bytes_)) {}

void Buffer::fill(std::span<const double> values) {
  scatter(values, dtype_, layout_, memory_.get());
}

void Buffer::poison() { std::memset(memory_.get(), 0xff, bytes_); }  // a NaN of every type

std::vector<double> Buffer::channel(std::int64_t channel) const {
  Strided part = layout_;
  part.shape[1] = 1;
  const std::int64_t first = channel * layout_.strides[1];
  const std::int64_t size = static_cast<std::int64_t>(size_of(dtype_));
  return gather(dtype_, part, memory_.get() + first * size);
}

bn_tensor Buffer::view() const {
  return {memory_.get(), layout_.shape.data(), layout_.strides.data(),
          static_cast<std::int32_t>(layout_.shape.size()), static_cast<std::int32_t>(dtype_)};
}

}  // namespace bncheck::bench
