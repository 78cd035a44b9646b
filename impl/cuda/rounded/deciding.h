#pragma once

#include <optional>

#include "cuda/rounded/channel.h"
#include "cuda/tensor.h"

namespace cuda {

/// Words of memory, enough for the longest decision, one about dx of f32 (limbs_test.cpp counts).
constexpr int kLimbs = 1280;

/// The same of f64.
constexpr int kDoubleLimbs = 4352;

/// What a warp decides with, in shared memory, which has more room than registers. One lane may
/// use it at a time.
template <class P>
struct ScratchOf {
  static constexpr bool kIsDouble = std::is_same_v<P, double>;
  static constexpr int kWords = kIsDouble ? kDoubleLimbs : kLimbs;
  /// So many warps of a block decide: two blocks of a multiprocessor have room for these.
  static constexpr int kMostWarps = kIsDouble ? 4 : 16;
  /// So many threads of a block compute elements: those of doubles need 80 registers.
  static constexpr int kElementThreads = kIsDouble ? 384 : 512;

  Calculator calculator;
  ExactChannel channel;
  Surd surd;
  std::uint32_t limbs[kWords];

  /// Returns that of a warp; those of all begin at this offset of shared memory.
  template <class Context>
  BN_DEVICE static ScratchOf& of_warp(Context& cx, std::size_t offset) {
    ScratchOf& scratch = cx.template shared<ScratchOf>(offset)[cx.warp()];
    scratch.calculator = Calculator(scratch.limbs, kWords);
    return scratch;
  }
};
using Scratch = ScratchOf<float>;

/// The values of a stretch that Ziv's test leaves open, in shared memory.
class OpenValues {
 public:
  BN_DEVICE OpenValues(std::int64_t* marks, int width) : marks_(marks), width_(width) {}

  static constexpr int kMost = 1 << 14;  // values of a stretch of all channels of a unit
  static constexpr int kWords = kMost / 64 + 1;

  /// As a block, which must then wait for itself.
  template <class Context>
  BN_DEVICE void clear(Context& cx) const {
    for (int i = cx.thread(); i < kWords; i += cx.threads()) marks_[i] = 0;
  }
  /// No value twice: marks are added.
  template <class Context>
  BN_DEVICE void mark(Context& cx, std::uint32_t value, int channel) const {
    const std::uint32_t at = value * static_cast<std::uint32_t>(width_) + channel;
    cx.add(marks_ + 1 + at / 64, static_cast<std::int64_t>(std::uint64_t{1} << at % 64));
    cx.add(marks_, 1);
  }
  /// Calls decide(value, channel) for all, a lane of each of the first warps at a time; as a block,
  /// which has waited for itself.
  template <int kMostWarps, class Context, class Decide>
  BN_DEVICE void for_each(Context& cx, const Decide& decide) const {
    if (marks_[0] == 0 || cx.warp() >= kMostWarps) return;
    const auto warps = [&] { return cx.warps() < kMostWarps ? cx.warps() : kMostWarps; };
    for (int word = cx.warp(); word < 2 * (kWords - 1); word += warps()) {
      const auto bits = static_cast<std::uint32_t>(marks_[1 + word / 2] >> 32 * (word % 2));
      for (int lane = 0; bits != 0 && lane < 32; ++lane) {
        const std::uint32_t at = static_cast<std::uint32_t>(32 * word + lane);
        const auto width = static_cast<std::uint32_t>(width_);
        if (lane == cx.lane() && (bits >> lane & 1) != 0) {
          decide(at / width, static_cast<int>(at % width));
        }
        cx.sync_warp();
      }
    }
  }

 private:
  std::int64_t* marks_;  // how many; then a bit for each value
  int width_;
};

/// Writes what all that the value may be rounds to, which tells no double, or what surd() rounds
/// to.
template <class P, class MakeSurd>
BN_DEVICE void put(ScratchOf<P>& scratch, const Parameter<P>& parameter, int channel, Near value,
                   const MakeSurd& surd) {
  if (parameter.data == nullptr) return;
  if constexpr (!std::is_same_v<P, double>) {
    const std::optional<P> agreed = rounding::agreed<P>(value);
    if (agreed) return parameter.set(channel, *agreed);
  }
  const int mark = scratch.calculator.used();
  scratch.surd = surd();
  parameter.set(channel, decided<P>(scratch.calculator, scratch.surd, value.value));
  scratch.calculator.release(mark);
}

}  // namespace cuda
