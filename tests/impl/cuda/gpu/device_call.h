#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "tests/impl/cuda/gpu/launches.h"

namespace cuda {

/// A tensor of the host in device memory: aligned as there, and between guard zones.
class DeviceTensor {
 public:
  explicit DeviceTensor(const bn_tensor& host);

  bn_tensor view() const;
  void upload() const;
  /// Brings back what the device has. Throws if something beside the tensor was written.
  void download() const;

 private:
  struct Free {
    void operator()(unsigned char* memory) const { cudaFree(memory); }
  };

  bn_tensor host_;
  std::size_t bytes_, before_, all_;
  std::unique_ptr<unsigned char, Free> memory_;
};

/// A call whose tensors are those of the host's arguments, moved to the device, where those are one
/// that are one there; the workspace is dirty, and has no byte more than was asked for.
template <class Args>
class DeviceCall {
 public:
  DeviceCall(const Args& host, std::size_t workspace_bytes);

  void upload() const {
    for (const DeviceTensor& tensor : tensors_) tensor.upload();
  }
  void enqueue(const Machine& machine, cudaStream_t stream) const {
    run_on_device(args_, machine, stream);
  }
  void enqueue_rounded(const Machine& machine, cudaStream_t stream) const {
    run_rounded_on_device(args_, machine, stream);
  }
  void download() const {
    for (const DeviceTensor& tensor : tensors_) tensor.download();
  }

 private:
  Args args_;
  std::deque<DeviceTensor> tensors_;
  std::vector<double> dirt_;
  std::int64_t dirt_count_, dirt_stride_ = 1;
};

}  // namespace cuda
