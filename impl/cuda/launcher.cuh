#pragma once

#include <cuda_runtime.h>

#include <stdexcept>
#include <string>

#include "cuda/device_context.cuh"
#include "cuda/plan.h"

namespace cuda {

constexpr int kThreads = 512;

/// Throws what went wrong, in CUDA's words.
inline void check(cudaError_t error, const char* call) {
  if (error == cudaSuccess) return;
  throw std::runtime_error(std::string(call) + ": " + cudaGetErrorString(error));
}

/// Returns what CUDA calls a grid; attributes has room for two, and must outlive it.
inline cudaLaunchConfig_t config_of(const Grid& grid, cudaLaunchAttribute* attributes,
                                    cudaStream_t stream) {
  cudaLaunchConfig_t config = {};
  config.gridDim = static_cast<unsigned>(grid.blocks);
  config.blockDim = static_cast<unsigned>(grid.threads);
  config.dynamicSmemBytes = grid.shared_bytes;
  config.stream = stream;
  config.attrs = attributes;
  if (grid.cluster > 1) {
    attributes[config.numAttrs].id = cudaLaunchAttributeClusterDimension;
    attributes[config.numAttrs++].val.clusterDim = {static_cast<unsigned>(grid.cluster), 1, 1};
  }
  if (grid.cooperative) {
    attributes[config.numAttrs].id = cudaLaunchAttributeCooperative;
    attributes[config.numAttrs++].val.cooperative = 1;
  }
  return config;
}

/// Returns how many threads a block of the kernel may have: with fewer, each has more registers.
template <class Kernel>
constexpr int most_threads() {
  if constexpr (requires { Kernel::kMostThreads; }) {
    return Kernel::kMostThreads;
  } else {
    return kThreads;
  }
}

// Two blocks share a multiprocessor.
template <class Kernel>
__global__ void __launch_bounds__(most_threads<Kernel>(), 2)
    run_kernel(const __grid_constant__ Kernel kernel) {
  DeviceContext context;
  kernel(context);
}

/// Enqueues kernels on a stream: allocates nothing, and waits for nothing.
class DeviceLauncher {
 public:
  DeviceLauncher(const Machine& machine, cudaStream_t stream)
      : machine_(machine), stream_(stream) {}

  const Machine& machine() const { return machine_; }

  void zero(void* memory, std::size_t bytes) const {
    check(cudaMemsetAsync(memory, 0, bytes, stream_), "cudaMemsetAsync");
  }

  template <class Kernel>
  void launch(const Grid& grid, const Kernel& kernel) const {
    // The limit is the kernel's, for all threads of the process: always the same, so that no call
    // lowers it between another's setting and launch.
    check(cudaFuncSetAttribute(run_kernel<Kernel>, cudaFuncAttributeMaxDynamicSharedMemorySize,
                               static_cast<int>(machine_.shared_bytes)),
          "cudaFuncSetAttribute");
    cudaLaunchAttribute attributes[2] = {};
    const cudaLaunchConfig_t config = config_of(grid, attributes, stream_);
    check(cudaLaunchKernelEx(&config, run_kernel<Kernel>, kernel), "cudaLaunchKernelEx");
  }

 private:
  Machine machine_;
  cudaStream_t stream_;
};

}  // namespace cuda
