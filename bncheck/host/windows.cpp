#include "bncheck/host/windows.h"

#include <cerrno>
#include <system_error>

namespace bncheck::host {

void Windows::update(ControlBlock& control) {
  for (std::size_t i = 0; i < kSlotCount; ++i) {
    const Window& wanted = control.windows[i];
    if (wanted.offset == mapped_[i].offset && wanted.size == mapped_[i].size) continue;
    map(static_cast<Slot>(i), wanted);
    control.addresses[i] = reinterpret_cast<std::uint64_t>(guarded_[i].start() + kGuardSize);
  }
}

std::byte* Windows::at(Slot slot, std::uint64_t file_offset) const {
  const std::size_t i = index_of(slot);
  return guarded_[i].start() + kGuardSize + (file_offset - mapped_[i].offset);
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
