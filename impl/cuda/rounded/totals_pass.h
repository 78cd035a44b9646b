#pragma once

#include "cuda/passes.h"
#include "cuda/rounded/totals.h"

namespace cuda {

/// Calls body(is_any, value) for the values of this thread's channel, thread % width, as often for
/// all threads of a warp: some have no value in the end.
template <class Context, class Body>
BN_DEVICE void for_each_step(Context& cx, int width, Range range, const Body& body) {
  const auto at_once = static_cast<std::uint32_t>(cx.threads() / width);
  const auto own = static_cast<std::uint32_t>(cx.thread() / width);
  for (std::uint32_t first = 0; first < range.count; first += at_once) {
    const std::uint32_t left = range.count - first;
    body(own < at_once && own < left, range.first + first + own);
  }
}

/// Adds up all channels without error: x and its squares, and where there is a dy, dy and dy * x.
template <class T>
struct TotalsPass {
  Extent extent;
  View<const T> dy, x;
  Stretches stretches;
  Totals* totals = nullptr;  // of each channel, zero at first

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    Totals* own = cx.template shared<Totals>(0);
    stretches.for_each(cx, extent, [&](int unit, Range range) {
      const int width = extent.width_of(unit), channel = unit * extent.width;
      auto* const integers = reinterpret_cast<std::int64_t*>(own);
      for (int i = cx.thread(); i < width * kIntegers; i += cx.threads()) integers[i] = 0;
      cx.sync_block();
      add_up(cx, range, width, channel, own);
      cx.sync_block();
      add_digits(cx, reinterpret_cast<std::int64_t*>(totals + channel), integers,
                 width * kIntegers);
      cx.sync_block();  // all are done with what the next stretch begins with
    });
  }

 private:
  template <class Context>
  BN_DEVICE void add_up(Context& cx, Range range, int width, int channel, Totals* own) const {
    const int c = cx.thread() % width;
    ThreadTotals sums(own[c]);
    for_each_step(cx, width, range, [&](bool is_any, std::uint32_t value) {
      if (!is_any) return;
      const auto number = [&](const View<const T>& tensor) {
        return static_cast<float>(to_double(cx.load(tensor.at(extent, value, channel + c))));
      };
      dy.data == nullptr ? sums.add(cx, number(x)) : sums.add(cx, number(dy), number(x));
    });
    sums.flush(cx);
  }
};

}  // namespace cuda
