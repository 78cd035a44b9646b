#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace bncheck::host {

/// Where a stream waits for the host: what it does later has not happened until the gate is open.
class Gate {
 public:
  void close();
  void open();
  bool is_open() const;

  /// Waits until the gate is open, for so long at most, and then opens it: whoever waits for the
  /// stream before opening the gate would wait for ever. For cuLaunchHostFunc; data is the gate.
  static void wait(void* data);

 private:
  mutable std::mutex mutex_;
  std::condition_variable opened_;
  bool is_open_ = true;
};

}  // namespace bncheck::host
