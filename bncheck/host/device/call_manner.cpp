#include "bncheck/host/device/call_manner.h"

#include <bit>

#include "core/pattern.h"

namespace bncheck::host {

CallManner manner_of(const ControlBlock& control) {
  std::uint64_t key = std::bit_cast<std::uint64_t>(control.eps);
  const auto mix = [&key](std::int64_t value) {
    key = counter_random(key, 2, static_cast<std::uint64_t>(value));
  };
  mix(static_cast<std::int64_t>(control.request));
  mix(control.mode);
  mix(control.in_place);
  mix(control.threads);
  for (const TensorRecord& each : control.tensors) {
    if (each.present == 0) continue;
    mix(each.dtype);
    for (std::int32_t axis = 0; axis < each.ndim; ++axis) mix(each.shape[axis]);
  }
  switch (key >> 61) {
    case 0: return CallManner::late;
    case 1: return CallManner::captured;
    default: return CallManner::plain;
  }
}

}  // namespace bncheck::host
