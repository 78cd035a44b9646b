#pragma once

#include <array>
#include <cstddef>

#include "bncheck/host/mapping.h"
#include "bncheck/host/protocol.h"
#include "core/layout.h"

namespace bncheck::host {

// The guards on both sides of a window catch what misses it by less than a megabyte; they cost
// address space only.
inline constexpr std::size_t kGuardSize = std::size_t{1} << 20;

/// Returns the layout that the record describes.
Strided layout_of(const TensorRecord& record);

/// What a plug-in sees of the memory file: every slot's window between guards that nothing may
/// touch. Mappings are kept as long as the control block's windows stay the same. Nor may anything
/// touch the gaps of a tensor whose elements are far apart; these are closed for each call anew.
class Windows {
 public:
  enum class Inputs { read_only, writable };

  Windows(int file, Inputs inputs) : file_(file), inputs_(inputs) {}

  /// Maps what has changed, and reports the addresses in the control block. Throws
  /// std::system_error if the address space does not suffice.
  void update(ControlBlock& control);

  /// Returns where a byte of the file lies that belongs to the slot's window.
  std::byte* at(Slot slot, std::uint64_t file_offset) const;

 private:
  void map(Slot slot, const Window& window);
  void close_gaps(Slot slot, const TensorRecord& record);

  int file_;
  Inputs inputs_;
  std::array<Window, kSlotCount> mapped_{};
  std::array<Mapping, kSlotCount> guarded_;  ///< guards included
  std::array<bool, kSlotCount> has_closed_gaps_{};
};

}  // namespace bncheck::host
