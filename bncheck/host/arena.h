#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bncheck/host/file_descriptor.h"
#include "bncheck/host/mapping.h"
#include "bncheck/host/protocol.h"
#include "core/dtype.h"
#include "core/layout.h"

namespace bncheck::host {

/// At which end of its window a tensor lies: against the guard in front of it or the one behind it.
enum class Side { front, back };

/// What a tensor's start is counted from: addresses aligned to so many elements. A tensor that asks
/// for a start lies less than that away from its guard, all others touch it.
inline constexpr std::int64_t kAlignment = kMostOffset + 1;

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

/// Returns the stretches of memory that hold the tensor's elements, in order: the tensor itself,
/// or, where they are far apart, one for each index of the far axis, with the gap up to the next
/// one as its window. Nothing may touch what lies between them page by page.
std::vector<Placed> stretches(const Placed& placed);

/// The host's side of the memory file that it shares with the worker. Windows are kept from case to
/// case and replaced by larger ones when needed; one for elements that are far apart serves a
/// single case, so that the next one meets its guards where it always does. The file is sparse:
/// memory is what has been touched. Throws std::system_error if there is no memory.
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
  void replace(Slot slot, std::size_t bytes);

  FileDescriptor file_;
  std::size_t file_size_ = kControlSize;
  Mapping control_;
  std::array<Mapping, kSlotCount> windows_;
};

}  // namespace bncheck::host
