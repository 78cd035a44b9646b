#pragma once

#include <cuda_runtime_api.h>

#include <memory>
#include <string>

#include "bench/gpu/log.h"

namespace bncheck::gpu_bench {

/// Throws std::runtime_error with what went wrong, in CUDA's words.
void check(cudaError_t error, const char* call);

/// Returns why nothing can be timed here; nothing if there is a device.
std::string why_no_device();

/// Says what the current device is.
Session describe_device();

/// Returns the number of multiprocessors of the current device.
int multiprocessors();

/// Memory of the device; aligned to 256 bytes at least.
class Memory {
 public:
  Memory() = default;
  explicit Memory(std::size_t bytes);

  void* data() const { return memory_.get(); }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Free {
    void operator()(void* memory) const { cudaFree(memory); }
  };
  std::size_t bytes_ = 0;
  std::unique_ptr<void, Free> memory_;
};

/// A stream that does not wait for the default one.
class Stream {
 public:
  Stream();
  ~Stream() { cudaStreamDestroy(stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  cudaStream_t get() const { return stream_; }
  void wait() const;

 private:
  cudaStream_t stream_ = nullptr;
};

}  // namespace bncheck::gpu_bench
