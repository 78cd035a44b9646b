#include "bncheck/host/arena.h"

#include <fcntl.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <string>
#include <system_error>

namespace bncheck::host {
namespace {

// Windows start small: most cases are tiny, and doubling keeps the number of remaps low.
constexpr std::size_t kSmallestWindow = 16384;

[[noreturn]] void throw_out_of_memory(std::size_t bytes) {
  throw std::system_error(errno, std::generic_category(),
                          "cannot share " + std::to_string(bytes) + " bytes of memory");
}

Mapping map_shared(int file, std::size_t offset, std::size_t size) {
  void* start =
      mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, static_cast<off_t>(offset));
  if (start == MAP_FAILED) throw_out_of_memory(size);
  return {start, size};
}

}  // namespace

Arena::Arena()
    : file_(beyond_standard(
          FileDescriptor(memfd_create("bncheck", MFD_CLOEXEC | MFD_ALLOW_SEALING)))) {
  if (file_.get() < 0 || ftruncate(file_.get(), kControlSize) != 0) {
    throw_out_of_memory(kControlSize);
  }
  // A plug-in that truncates every descriptor must not take the memory from under the host.
  fcntl(file_.get(), F_ADD_SEALS, F_SEAL_SHRINK);
  control_ = map_shared(file_.get(), 0, kControlSize);
}

void Arena::clear() { control().tensors = {}; }

Placed Arena::place(Slot slot, DType dtype, const Strided& layout, Side side) {
  Placed placed{dtype, layout};
  if (windows_[index_of(slot)].size() < std::max<std::size_t>(placed.byte_size(), 1)) {
    grow(slot, placed.byte_size());
  }
  const Mapping& window = windows_[index_of(slot)];
  placed.begin = window.start();
  placed.end = window.start() + window.size();
  placed.data = side == Side::front ? placed.begin : placed.end - placed.byte_size();

  TensorRecord& record = control().tensors[index_of(slot)];
  record.offset = control().windows[index_of(slot)].offset +
                  static_cast<std::uint64_t>(placed.data - placed.begin);
  std::copy(layout.shape.begin(), layout.shape.end(), record.shape);
  std::copy(layout.strides.begin(), layout.strides.end(), record.strides);
  record.ndim = static_cast<std::int32_t>(layout.shape.size());
  record.dtype = static_cast<std::int32_t>(dtype);
  record.present = 1;
  return placed;
}

void Arena::grow(Slot slot, std::size_t bytes) {
  const std::size_t size = std::max(kSmallestWindow, std::bit_ceil(bytes));
  if (ftruncate(file_.get(), static_cast<off_t>(file_size_ + size)) != 0) throw_out_of_memory(size);
  Mapping larger = map_shared(file_.get(), file_size_, size);
  Window& window = control().windows[index_of(slot)];
  if (window.size != 0) {  // gives the old window's memory back; its place in the file stays a hole
    fallocate(file_.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
              static_cast<off_t>(window.offset), static_cast<off_t>(window.size));
  }
  windows_[index_of(slot)] = std::move(larger);
  window = {file_size_, size};
  file_size_ += size;
}

}  // namespace bncheck::host
