#pragma once

#include <array>
#include <cstddef>

#include "bncheck/host/file_descriptor.h"
#include "bncheck/host/mapping.h"
#include "bncheck/host/protocol.h"
#include "core/dtype.h"
#include "core/layout.h"

namespace bncheck::host {

/// At which end of its window a tensor lies: against the guard in front of it or the one behind it.
enum class Side { front, back };

/// One tensor as it lies in the arena.
struct Placed {
  DType dtype = DType::f32;
  Strided layout;
  std::byte* data = nullptr;   ///< the first element, as mapped in the host
  std::byte* begin = nullptr;  ///< the window that it lies in
  std::byte* end = nullptr;

  std::size_t element_size() const { return size_of(dtype); }
  std::size_t byte_size() const { return static_cast<std::size_t>(layout.span()) * element_size(); }
};

/// The host's side of the memory file that it shares with the worker. Windows are kept from case to
/// case and replaced by larger ones when needed. Throws std::system_error if there is no memory.
class Arena {
 public:
  Arena();

  int file() const { return file_.get(); }
  ControlBlock& control() { return *reinterpret_cast<ControlBlock*>(control_.start()); }

  /// Marks all tensors as absent.
  void clear();

  /// Makes room for a tensor and describes it in the control block; leaves its values alone.
  Placed place(Slot slot, DType dtype, const Strided& layout, Side side);

 private:
  void grow(Slot slot, std::size_t bytes);

  FileDescriptor file_;
  std::size_t file_size_ = kControlSize;
  Mapping control_;
  std::array<Mapping, kSlotCount> windows_;
};

}  // namespace bncheck::host
