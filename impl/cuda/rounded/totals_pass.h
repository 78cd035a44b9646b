#pragma once

#include "cuda/evaluation_kernel.h"
#include "cuda/rounded/totals.h"

namespace cuda {

/// Calls body(value, channel) for all values of a unit's range: threads take adjacent channels, or
/// else adjacent values.
template <class Context, class Body>
BN_DEVICE void for_each_value(Context& cx, int width, Range range, const Body& body) {
  const int at_once = cx.threads() / width, c = cx.thread() % width;
  if (cx.thread() >= at_once * width) return;
  for (auto i = static_cast<std::uint32_t>(cx.thread() / width); i < range.count;
       i += static_cast<std::uint32_t>(at_once)) {
    body(range.first + i, c);
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
    ThreadTotals sums(own[cx.thread() % width]);
    for_each_value(cx, width, range, [&](std::uint32_t value, int c) {
      const auto number = [&](const View<const T>& tensor) {
        return static_cast<float>(to_double(cx.load(tensor.at(extent, value, channel + c))));
      };
      dy.data == nullptr ? sums.add(cx, number(x)) : sums.add(cx, number(dy), number(x));
    });
    sums.flush(cx);
  }
};

}  // namespace cuda
