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

// The least window of a tensor whose elements are far apart: 2^32 elements of two bytes.
constexpr std::size_t kFarWindow = std::size_t{1} << 33;

[[noreturn]] void throw_out_of_memory(std::size_t bytes) {
  throw std::system_error(errno, std::generic_category(),
                          "cannot share " + std::to_string(bytes) +
                              " bytes of memory (raise ulimit -v and -f, or leave out the layout "
                              "far, which needs most, with --layout)");
}

Mapping map_shared(int file, std::size_t offset, std::size_t size) {
  void* start = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file,
                     static_cast<off_t>(offset));
  if (start == MAP_FAILED) throw_out_of_memory(size);
  return {start, size};
}

/// Returns the place nearest to the side's guard that lies layout.start elements after an address
/// aligned to kAlignment elements.
std::byte* started(const Placed& placed, Side side) {
  const auto size = static_cast<std::int64_t>(placed.element_size());
  const std::int64_t start = placed.layout.start * size;
  if (side == Side::front) return placed.begin + start;
  const std::int64_t latest =
      placed.end - placed.begin - static_cast<std::int64_t>(placed.byte_size()) - start;
  return placed.begin + latest / (kAlignment * size) * (kAlignment * size) + start;
}

}  // namespace

std::vector<Placed> stretches(const Placed& placed) {
  const std::optional<std::size_t> far = placed.layout.far_axis();
  if (!far || placed.layout.span() == 0) return {placed};
  const std::int64_t count = placed.layout.shape[*far];
  const std::int64_t stride =
      placed.layout.strides[*far] * static_cast<std::int64_t>(placed.element_size());
  constexpr std::int64_t kHalf = std::int64_t{1} << 30;  // in elements: less than half a far stride
  const std::int64_t half = kHalf * static_cast<std::int64_t>(placed.element_size());
  Placed stretch = placed;
  stretch.layout.shape[*far] = 1;
  std::vector<Placed> all;
  for (std::int64_t i = 0; i < count; ++i) {
    stretch.data = placed.data + i * stride;
    stretch.begin = i == 0 ? placed.begin : stretch.data - half;
    stretch.end = i + 1 == count ? placed.end : stretch.data + half;
    all.push_back(stretch);
  }
  return all;
}

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
  const std::size_t slack =
      layout.start == 0 ? 0 : static_cast<std::size_t>(kAlignment) * placed.element_size();
  const std::size_t needed = std::max<std::size_t>(placed.byte_size() + slack, 1);
  const std::size_t present = windows_[index_of(slot)].size();
  if (present < needed || (present >= kFarWindow && needed < kFarWindow)) replace(slot, needed);
  const Mapping& window = windows_[index_of(slot)];
  placed.begin = window.start();
  placed.end = window.start() + window.size();
  placed.data = side == Side::front ? placed.begin : placed.end - placed.byte_size();
  if (layout.start != 0) placed.data = started(placed, side);

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

void Arena::replace(Slot slot, std::size_t bytes) {
  const std::size_t size = std::max(kSmallestWindow, std::bit_ceil(bytes));
  if (ftruncate(file_.get(), static_cast<off_t>(file_size_ + size)) != 0) throw_out_of_memory(size);
  Mapping fresh = map_shared(file_.get(), file_size_, size);
  Window& window = control().windows[index_of(slot)];
  if (window.size != 0) {  // gives the old window's memory back; its place in the file stays a hole
    fallocate(file_.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
              static_cast<off_t>(window.offset), static_cast<off_t>(window.size));
  }
  windows_[index_of(slot)] = std::move(fresh);
  window = {file_size_, size};
  file_size_ += size;
}

}  // namespace bncheck::host
