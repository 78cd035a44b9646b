#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bench/gpu/device.h"

namespace bncheck::gpu_bench {

/// Calls of one kind, timed together by events: as a graph that was captured once, so that the
/// processor's part is not timed; or launched one by one where they cannot be captured.
class Replay {
 public:
  /// Enqueues a call on the set of tensors with this number. Throws if the call fails.
  using Enqueue = std::function<void(int set)>;

  /// Makes some calls, to get ready, to see how long they take, and to capture so many of them.
  Replay(Enqueue enqueue, int sets, const Stream& stream);
  ~Replay();
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;

  bool is_graph() const { return graph_ != nullptr; }

  /// Runs once without a clock, then some times with: returns the seconds of a call in each.
  std::vector<double> turn();

 private:
  void capture();
  void enqueue_all();
  double timed();

  Enqueue enqueue_;
  int sets_, calls_, repeats_;
  const Stream& stream_;
  cudaEvent_t start_ = nullptr, end_ = nullptr;
  cudaGraphExec_t graph_ = nullptr;
};

}  // namespace bncheck::gpu_bench
