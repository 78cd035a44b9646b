#pragma once

#include <gtest/gtest.h>

#include "cuda/rounded/operations.h"
#include "tests/impl/cuda/answers.h"
#include "tests/impl/cuda/gpu/device_call.h"

namespace cuda {

/// Runs what the operations launch on the device, as if it were this machine, so often that what
/// happens rarely may happen.
class OnDevice {
 public:
  explicit OnDevice(const Machine& machine, cudaStream_t stream = nullptr, int times = 1)
      : machine_(machine), stream_(stream), times_(times) {}

  const Machine& machine() const { return machine_; }
  cudaStream_t stream() const { return stream_; }
  int times() const { return times_; }

 private:
  Machine machine_;
  cudaStream_t stream_;
  int times_;
};

/// The tensors of forward() and backward() lie with the host.
template <class T, class Args>
void run_there(const Args& args, OnDevice& device) {
  const DeviceCall<Args> call(args, workspace_of<T>(args, device.machine()));
  for (int i = 0; i < device.times(); ++i) {
    call.upload();
    call.enqueue(device.machine(), device.stream());
    check_cuda(cudaStreamSynchronize(device.stream()), "cudaStreamSynchronize");
  }
  call.download();
}
template <class T>
void run(const bn_forward_args& args, OnDevice& device) {
  run_there<T>(args, device);
}
template <class T>
void run(const bn_backward_args& args, OnDevice& device) {
  run_there<T>(args, device);
}

/// The same of correctly rounded kernels.
class RoundedOnDevice : public OnDevice {
 public:
  using OnDevice::OnDevice;
};

template <class T, class Args>
void run_rounded_there(const Args& args, RoundedOnDevice& device) {
  const Machine machine = device.machine();
  const DeviceCall<Args> call(args, RoundedOperations::workspace_of<T>(args, machine));
  call.enqueue_rounded(machine, device.stream());
  check_cuda(cudaStreamSynchronize(device.stream()), "cudaStreamSynchronize");
  call.download();
}
template <class T>
void run(const bn_forward_args& args, RoundedOnDevice& device) {
  run_rounded_there<T>(args, device);
}
template <class T>
void run(const bn_backward_args& args, RoundedOnDevice& device) {
  run_rounded_there<T>(args, device);
}

/// Returns what the same kernels answer on the CPU, one block to a channel.
template <class T>
std::vector<double> emulated(Operation operation, const BatchShape& shape,
                             std::uint32_t piece = 1024) {
  EmulatedLauncher launcher({1, 64, 1, std::size_t{16} << 20, piece}, {});
  return answer<T>(operation, shape, {}, launcher);
}

/// Tests that need a device: where there is none, or no code for it, they are skipped, or fail if
/// BNCHECK_REQUIRE_GPU is set.
class GpuTest : public testing::Test {
 protected:
  void SetUp() override;
};

template <class T>
class GpuTypedTest : public GpuTest {};
using GpuTypes = testing::Types<Float16, BFloat16, float, double>;

/// A stream that waits for no other.
class Stream {
 public:
  Stream() { check_cuda(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "stream"); }
  ~Stream() { cudaStreamDestroy(stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  operator cudaStream_t() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

}  // namespace cuda
