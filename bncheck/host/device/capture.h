#pragma once

#include "bncheck/host/device/driver.h"

namespace bncheck::host {

/// What is enqueued in a stream while it lives becomes a graph instead.
class Capture {
 public:
  /// Throws DriverError.
  Capture(const Driver& driver, DriverStream* stream) : driver_(driver), stream_(stream) {
    driver.require(driver.cuStreamBeginCapture(stream, kCaptureGlobally), "cuStreamBeginCapture");
  }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;
  ~Capture() {
    end();
    if (graph_ != nullptr) driver_.cuGraphDestroy(graph_);
  }

  /// Ends it once; the graph is there if that succeeds.
  DriverResult end() {
    if (stream_ == nullptr) return kDriverSuccess;
    const DriverResult result = driver_.cuStreamEndCapture(stream_, &graph_);
    stream_ = nullptr;
    return result;
  }

  /// Enqueues what was captured, and waits for it. Throws DriverError.
  void launch(DriverStream* stream) const {
    DriverGraphExecution* execution = nullptr;
    driver_.require(driver_.cuGraphInstantiateWithFlags(&execution, graph_, 0),
                    "cuGraphInstantiateWithFlags");
    driver_.require(driver_.cuGraphLaunch(execution, stream), "cuGraphLaunch");
    driver_.require(driver_.cuStreamSynchronize(stream), "cuStreamSynchronize");
    driver_.cuGraphExecDestroy(execution);
  }

 private:
  const Driver& driver_;
  DriverStream* stream_;
  DriverGraph* graph_ = nullptr;
};

}  // namespace bncheck::host
