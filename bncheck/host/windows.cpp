#include "bncheck/host/windows.h"

#include <cerrno>
#include <system_error>

#include "bncheck/host/canary.h"

namespace bncheck::host {
namespace {

constexpr std::uint64_t kPage = 4096;

bool is_far(const TensorRecord& record) {
  return record.present != 0 && layout_of(record).far_axis() && layout_of(record).span() > 0;
}

}  // namespace

Strided layout_of(const TensorRecord& record) {
  return {{record.shape, record.shape + record.ndim},
          {record.strides, record.strides + record.ndim}};
}

void Windows::update(ControlBlock& control) {
  for (std::size_t i = 0; i < kSlotCount; ++i) {
    const Window& wanted = control.windows[i];
    const bool far = is_far(control.tensors[i]);
    const bool same = wanted.offset == mapped_[i].offset && wanted.size == mapped_[i].size;
    if (same && !far && !has_closed_gaps_[i]) continue;
    map(static_cast<Slot>(i), wanted);
    if (far) close_gaps(static_cast<Slot>(i), control.tensors[i]);
    has_closed_gaps_[i] = far;
    control.addresses[i] = reinterpret_cast<std::uint64_t>(guarded_[i].start() + kGuardSize);
  }
}

std::byte* Windows::at(Slot slot, std::uint64_t file_offset) const {
  const std::size_t i = index_of(slot);
  return guarded_[i].start() + kGuardSize + (file_offset - mapped_[i].offset);
}

void Windows::close_gaps(Slot slot, const TensorRecord& record) {
  Strided stretch = layout_of(record);
  const std::size_t axis = *stretch.far_axis();
  const auto size = size_of(static_cast<DType>(record.dtype));
  const auto count = static_cast<std::uint64_t>(stretch.shape[axis]);
  const std::uint64_t stride = static_cast<std::uint64_t>(stretch.strides[axis]) * size;
  stretch.shape[axis] = 1;
  const std::uint64_t used = static_cast<std::uint64_t>(stretch.span()) * size;
  for (std::uint64_t i = 0; i + 1 < count; ++i) {
    // Both ends keep what is watched for writes outside.
    const std::uint64_t first = record.offset + i * stride + used + kWatched + kPage;
    const std::uint64_t last = record.offset + (i + 1) * stride - kWatched;
    mprotect(at(slot, first / kPage * kPage), (last / kPage - first / kPage) * kPage, PROT_NONE);
  }
}

void Windows::map(Slot slot, const Window& window) {
  const std::size_t size = window.size + 2 * kGuardSize;
  void* range = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (range == MAP_FAILED) {
    throw std::system_error(errno, std::generic_category(), "cannot reserve address space");
  }
  Mapping guarded(range, size);
  const bool read_only = inputs_ == Inputs::read_only && is_input(slot);
  const int protection = read_only ? PROT_READ : PROT_READ | PROT_WRITE;
  if (mmap(guarded.start() + kGuardSize, window.size, protection, MAP_SHARED | MAP_FIXED, file_,
           static_cast<off_t>(window.offset)) == MAP_FAILED) {
    throw std::system_error(errno, std::generic_category(), "cannot map the shared memory");
  }
  guarded_[index_of(slot)] = std::move(guarded);
  mapped_[index_of(slot)] = window;
}

}  // namespace bncheck::host
