#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace cpu {

/// What is made for a channel when it is first asked for, by whichever thread comes first.
template <class Value>
class ByChannel {
 public:
  explicit ByChannel(std::int64_t channels) : places_(static_cast<std::size_t>(channels)) {}

  template <class Make>
  const Value& at(std::int64_t channel, const Make& make) {
    Place& place = places_[static_cast<std::size_t>(channel)];
    std::call_once(place.once, [&] {
      place.value = std::make_unique<Value>(make());
      place.known = true;
    });
    return *place.value;
  }
  bool knows(std::int64_t channel) const {
    return places_[static_cast<std::size_t>(channel)].known;
  }

 private:
  struct Place {
    std::once_flag once;
    std::unique_ptr<Value> value;
    std::atomic<bool> known = false;
  };
  std::vector<Place> places_;
};

/// Items that wait until something is known of their channels. A sweep through memory that finds it
/// out for all of them costs little more than for one.
template <class Item>
class Waiting {
 public:
  /// Takes an item, unless there are too many.
  bool take(const Item& item) {
    constexpr std::size_t kMost = 1 << 16;
    const std::lock_guard lock(mutex_);
    if (items_.size() == kMost) return false;
    items_.push_back(item);
    return true;
  }

  const std::vector<Item>& items() const { return items_; }
  std::vector<std::int64_t> channels() const {
    std::vector<std::int64_t> channels;
    for (const Item& item : items_) channels.push_back(item.channel);
    return channels;
  }

 private:
  std::mutex mutex_;
  std::vector<Item> items_;
};

}  // namespace cpu
