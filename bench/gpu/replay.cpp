#include "bench/gpu/replay.h"

#include <algorithm>
#include <exception>

namespace bncheck::gpu_bench {
namespace {

constexpr double kTurnSeconds = 5e-3;
constexpr int kMostRepeats = 10;

}  // namespace

Replay::Replay(Enqueue enqueue, int sets, const Stream& stream)
    : enqueue_(std::move(enqueue)), sets_(sets), calls_(sets), repeats_(1), stream_(stream) {
  check(cudaEventCreate(&start_), "cudaEventCreate");
  check(cudaEventCreate(&end_), "cudaEventCreate");
  timed();  // code is loaded when it is first called
  calls_ = calls_together(sets_, std::max(timed(), 1e-7));
  capture();
  const double together = std::max(timed(), 1e-7) * calls_;
  repeats_ = std::clamp(static_cast<int>(kTurnSeconds / together), 1, kMostRepeats);
}

Replay::~Replay() {
  if (graph_ != nullptr) cudaGraphExecDestroy(graph_);
  cudaEventDestroy(start_);
  cudaEventDestroy(end_);
}

void Replay::enqueue_all() {
  for (int call = 0; call < calls_; ++call) enqueue_(call % sets_);
}

/// A call that cannot be captured may fail, or break the capture off: no graph comes out of it.
void Replay::capture() {
  check(cudaStreamBeginCapture(stream_.get(), cudaStreamCaptureModeThreadLocal),
        "cudaStreamBeginCapture");
  bool failed = false;
  try {
    enqueue_all();
  } catch (const std::exception&) {
    failed = true;
  }
  cudaGraph_t captured = nullptr;
  failed |= cudaStreamEndCapture(stream_.get(), &captured) != cudaSuccess;
  if (!failed) check(cudaGraphInstantiate(&graph_, captured, 0), "cudaGraphInstantiate");
  if (captured != nullptr) cudaGraphDestroy(captured);
  cudaGetLastError();  // of the capture
}

double Replay::timed() {
  check(cudaEventRecord(start_, stream_.get()), "cudaEventRecord");
  if (is_graph()) {
    check(cudaGraphLaunch(graph_, stream_.get()), "cudaGraphLaunch");
  } else {
    enqueue_all();
  }
  check(cudaEventRecord(end_, stream_.get()), "cudaEventRecord");
  stream_.wait();
  float milliseconds = 0;
  check(cudaEventElapsedTime(&milliseconds, start_, end_), "cudaEventElapsedTime");
  return milliseconds * 1e-3 / calls_;
}

std::vector<double> Replay::turn() {
  timed();
  std::vector<double> seconds;
  for (int i = 0; i < repeats_; ++i) seconds.push_back(timed());
  return seconds;
}

}  // namespace bncheck::gpu_bench
