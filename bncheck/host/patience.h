#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "bncheck/host/processor_use.h"

namespace bncheck::host {

/// How long to wait for an answer. A limit of the clock alone would take a worker for hanging that
/// the machine does not let run; one of processor time alone would wait forever for one that
/// sleeps. So while a task of the worker could run, what counts is what it was let run, and
/// otherwise the clock.
class Patience {
 public:
  /// By the clock it lasts for so many times the limit at most.
  static constexpr int kStretch = 20;

  using Observe = std::function<ProcessorUse()>;
  using Clock = std::chrono::steady_clock;

  /// `observe` tells what the worker is doing.
  Patience(std::chrono::milliseconds limit, Observe observe, Clock::time_point now = Clock::now());

  /// Returns how long to wait before the next `count`: zero once the patience is at its end.
  std::chrono::milliseconds next_wait() const;

  /// Counts the time since it was last called.
  void count(Clock::time_point now = Clock::now());

 private:
  std::chrono::milliseconds limit_;
  Observe observe_;
  Clock::time_point begin_;
  Clock::time_point last_;
  Clock::duration used_{0};
  std::optional<ProcessorUse> before_;
};

}  // namespace bncheck::host
