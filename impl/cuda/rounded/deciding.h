#pragma once

#include <optional>

#include "cuda/rounded/channel.h"

namespace cuda {

/// The limbs that the longest decision needs, one about dx of f32: docs/rounding.md counts them.
constexpr int kLimbs = 1280;
constexpr std::size_t kLimbBytes = kLimbs * sizeof(std::uint32_t);

/// Returns a calculator in the memory of the warp; one lane may use it at a time. The memories of
/// all warps begin at this offset of shared memory.
template <class Context>
BN_DEVICE Calculator calculator_of_warp(Context& cx, std::size_t offset) {
  return {cx.template shared<std::uint32_t>(offset + cx.warp() * kLimbBytes), kLimbs};
}

/// Calls decide() for the lanes that have something open, one after another.
template <class Context, class Decide>
BN_DEVICE void one_by_one(Context& cx, bool is_open, const Decide& decide) {
  if (!cx.any(is_open)) return;
  for (int lane = 0; lane < 32; ++lane) {
    if (lane == cx.lane() && is_open) decide();
    cx.sync_warp();
  }
}

/// Writes what all that the value may be rounds to, or what exactly() says.
template <class P, class Exactly>
BN_DEVICE void put(Calculator& calculator, const Parameter<P>& parameter, int channel, Near value,
                   const Exactly& exactly) {
  if (parameter.data == nullptr) return;
  const std::optional<P> agreed = rounding::agreed<P>(value);
  const int mark = calculator.used();
  parameter.set(channel, agreed ? *agreed : nearest<P>(calculator, exactly(), value.value));
  calculator.release(mark);
}

}  // namespace cuda
