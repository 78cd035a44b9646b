#pragma once

#include <cstddef>
#include <string_view>

namespace bncheck::host {

/// The places for tensors. What may be written has another place than what may only be read, so
/// that the protection of a page never changes. Running statistics have two: evaluation and
/// backward read them, training updates them.
enum class Slot : std::size_t {
  x,
  dy,
  weight,
  bias,
  running_mean,
  running_var,
  given_save_mean,
  given_save_invstd,
  ddx,
  ddweight,
  ddbias,
  y,
  updated_running_mean,
  updated_running_var,
  save_mean,
  save_invstd,
  dx,
  dweight,
  dbias,
  d_dy,
  d_x,
  d_weight,
};

inline constexpr std::size_t kSlotCount = 22;

constexpr std::size_t index_of(Slot slot) { return static_cast<std::size_t>(slot); }

/// Returns whether an implementation may only read what lies there.
constexpr bool is_input(Slot slot) { return slot < Slot::y; }

/// Returns the tensor's name as users know it, e.g. "running_mean" for both of its slots.
std::string_view name_of(Slot slot);

}  // namespace bncheck::host
