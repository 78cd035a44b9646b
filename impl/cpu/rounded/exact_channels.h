#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "cpu/rounded/exact_channel.h"

namespace cpu {

/// The channels that had to be added up without error, each once, by whichever thread came first.
class ExactChannels {
 public:
  explicit ExactChannels(std::int64_t channels) : channels_(static_cast<std::size_t>(channels)) {}

  /// Returns the channel, made by make() if it is asked for first.
  template <class Make>
  const ExactChannel& at(std::int64_t channel, const Make& make) {
    const std::lock_guard lock(mutex_);
    std::unique_ptr<ExactChannel>& place = channels_[static_cast<std::size_t>(channel)];
    if (place == nullptr) place = std::make_unique<ExactChannel>(make());
    return *place;
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<ExactChannel>> channels_;
};

}  // namespace cpu
