#include "bncheck/host/patience.h"

#include <algorithm>
#include <utility>

namespace bncheck::host {
namespace {

using std::chrono::milliseconds;

/// Most answers come before the first look; the later ones cost nothing beside the wait.
constexpr milliseconds kLook(100);

}  // namespace

Patience::Patience(milliseconds limit, Observe observe, Clock::time_point now)
    : limit_(limit), observe_(std::move(observe)), begin_(now), last_(now) {}

milliseconds Patience::next_wait() const {
  const auto of_clock = limit_ * kStretch - (last_ - begin_);
  const auto left = std::min<Clock::duration>(limit_ - used_, of_clock);
  if (left <= Clock::duration(0)) return milliseconds(0);
  return std::min(std::chrono::ceil<milliseconds>(left), kLook);
}

void Patience::count(Clock::time_point now) {
  ProcessorUse use = observe_();
  Clock::duration passed = now - last_;
  // Nothing is known of what it ran before the first look.
  if (before_ && use.can_run) passed = std::min<Clock::duration>(passed, most_run(*before_, use));
  used_ += passed;
  last_ = now;
  before_ = std::move(use);
}

}  // namespace bncheck::host
