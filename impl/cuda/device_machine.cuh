#pragma once

#include <map>
#include <mutex>

#include "cuda/launcher.cuh"

namespace cuda {

struct NoWork {
  template <class Context>
  BN_DEVICE void operator()(Context&) const {}
};

/// Says whether the current device runs code that was compiled for clusters. It may have them and
/// run code for older devices, to which each block is one of its own.
inline bool has_code_for_clusters() {
  cudaFuncAttributes attributes = {};
  check(cudaFuncGetAttributes(&attributes, run_kernel<NoWork>), "cudaFuncGetAttributes");
  return attributes.ptxVersion >= 90;
}

/// Returns the largest cluster of which the current device holds one, if each block takes all the
/// shared memory that it may have: parts of a device and small ones hold less than CUDA allows.
inline int largest_cluster(std::size_t shared_bytes) {
  constexpr int kPortable = 8;  // CUDA C++ Programming Guide, thread block clusters
  check(cudaFuncSetAttribute(run_kernel<NoWork>, cudaFuncAttributeMaxDynamicSharedMemorySize,
                             static_cast<int>(shared_bytes)),
        "cudaFuncSetAttribute");
  for (int blocks = kPortable; blocks > 1; blocks /= 2) {
    cudaLaunchAttribute attributes[2] = {};
    const cudaLaunchConfig_t config =
        config_of({blocks, kThreads, blocks, shared_bytes, false}, attributes, nullptr);
    int clusters = 0;
    if (cudaOccupancyMaxActiveClusters(&clusters, run_kernel<NoWork>, &config) == cudaSuccess &&
        clusters > 0) {
      return blocks;
    }
    cudaGetLastError();  // is no error of a call
  }
  return 1;
}

/// Asks the runtime about a device, the current one.
inline Machine described(int device, std::uint32_t piece) {
  const auto attribute = [device](cudaDeviceAttr which) {
    int value = 0;
    check(cudaDeviceGetAttribute(&value, which, device), "cudaDeviceGetAttribute");
    return value;
  };
  Machine machine;
  machine.multiprocessors = attribute(cudaDevAttrMultiProcessorCount);
  machine.threads = kThreads;
  machine.shared_bytes =
      static_cast<std::size_t>(attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin));
  const bool has_clusters = attribute(cudaDevAttrClusterLaunch) != 0 && has_code_for_clusters();
  machine.largest_cluster = has_clusters ? largest_cluster(machine.shared_bytes) : 1;
  machine.piece = piece;
  return machine;
}

/// Returns what plans need to know of the current device, which is asked once.
inline Machine current_machine(std::uint32_t piece) {
  static std::mutex mutex;
  static std::map<int, Machine> known;
  int device = 0;
  check(cudaGetDevice(&device), "cudaGetDevice");
  const std::lock_guard lock(mutex);
  auto found = known.find(device);
  if (found == known.end()) found = known.emplace(device, described(device, piece)).first;
  return found->second;
}

}  // namespace cuda
