#pragma once

#include <algorithm>
#include <limits>

#include "device.h"

namespace rounding {

/// Returns the first key, from -most to most, that is_above does not say yes for. Nearly always it
/// is the guess or the next one; else this is a search, in steps that double while a key can hold
/// them.
template <class Key, class IsAbove>
BN_HOST_DEVICE Key found_key(Key guess, Key most, const IsAbove& is_above) {
  constexpr Key kLongest = std::numeric_limits<Key>::max() / 4;
  Key low = guess, high = guess + 1;
  for (Key step = 1; low > -most && !is_above(low - 1); step = std::min(2 * step, kLongest)) {
    high = low;
    low = low > step - most ? low - step : -most;
  }
  for (Key step = 1; high < most && is_above(high); step = std::min(2 * step, kLongest)) {
    low = high;
    high = high < most - step ? high + step : most;
  }
  low = std::max(low, -most), high = std::min(high, most);
  while (low < high) {
    const Key key = low + (high - low) / 2;
    is_above(key) ? low = key + 1 : high = key;
  }
  return low;
}

}  // namespace rounding
