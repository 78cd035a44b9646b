#pragma once

#include <cstdint>

#include "cuda/formats.h"

namespace cuda {

/// What a kernel knows of the machine, here of the device.
class DeviceContext {
 public:
  __device__ int thread() const { return static_cast<int>(threadIdx.x); }
  __device__ int threads() const { return static_cast<int>(blockDim.x); }
  __device__ int lane() const { return thread() % 32; }
  __device__ int warp() const { return thread() / 32; }
  __device__ int warps() const { return threads() / 32; }
  __device__ int block() const { return static_cast<int>(blockIdx.x); }
  __device__ int blocks() const { return static_cast<int>(gridDim.x); }

  __device__ void sync_warp() const { __syncwarp(); }
  __device__ void sync_block() const { __syncthreads(); }

#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 900
  __device__ int rank() const { return static_cast<int>(__clusterRelativeBlockRank()); }
  __device__ int ranks() const { return static_cast<int>(__clusterSizeInBlocks()); }
  __device__ void sync_cluster() const {
    __cluster_barrier_arrive();
    __cluster_barrier_wait();
  }
  template <class T>
  __device__ T load_remote(const T* shared_pointer, int rank) const {
    return *static_cast<const T*>(
        __cluster_map_shared_rank(shared_pointer, static_cast<unsigned>(rank)));
  }
#else
  // Without clusters each block is one of its own.
  __device__ int rank() const { return 0; }
  __device__ int ranks() const { return 1; }
  __device__ void sync_cluster() const { __syncthreads(); }
  template <class T>
  __device__ T load_remote(const T* shared_pointer, int) const {
    return *shared_pointer;
  }
#endif

  /// Counts the blocks that came. What they wrote before is seen by all that go on.
  __device__ void sync_group(unsigned* counter, unsigned blocks) const {
    __syncthreads();
    if (threadIdx.x == 0) {
      __threadfence();
      const unsigned ticket = atomicAdd(counter, 1U);
      const unsigned last = (ticket / blocks + 1) * blocks;
      while (static_cast<int>(now(counter) - last) < 0) {
      }
      __threadfence();
    }
    __syncthreads();
  }

  template <class T>
  __device__ T shuffle_xor(T value, int mask) const {
    return __shfl_xor_sync(0xffffffffU, value, mask);
  }
  /// Says whether value is true for any lane of the warp.
  __device__ bool any(bool value) const { return __any_sync(0xffffffffU, value) != 0; }

  template <class T>
  __device__ T* shared(std::size_t byte_offset) const {
    extern __shared__ __align__(128) unsigned char memory[];
    return reinterpret_cast<T*>(memory + byte_offset);
  }

  template <class T>
  __device__ T load(const T* p) const {
    return *p;
  }
  template <class T>
  __device__ T load_once(const T* p) const {
    return bits_as<T>(__ldcs(reinterpret_cast<const Word<sizeof(T)>*>(p)));
  }
  template <class T>
  __device__ void store(T* p, T value) const {
    *p = value;
  }
  template <class T>
  __device__ void store_once(T* p, T value) const {
    __stcs(reinterpret_cast<Word<sizeof(T)>*>(p), bits_as<Word<sizeof(T)>>(value));
  }

  /// Adds to a counter that others add to, and orders nothing: integers have no order of sums.
  /// Shared memory adds 32 bits by itself, and 64 only by trying again: halves carry.
  __device__ void add(std::int64_t* p, std::int64_t value) const {
    if (!__isShared(p)) {
      atomicAdd(reinterpret_cast<unsigned long long*>(p), static_cast<unsigned long long>(value));
      return;
    }
    auto* const halves = reinterpret_cast<unsigned*>(p);
    const auto low = static_cast<unsigned>(value);
    const unsigned carry = atomicAdd(halves, low) + low < low ? 1 : 0;
    const unsigned high = static_cast<unsigned>(value >> 32) + carry;
    if (high != 0) atomicAdd(halves + 1, high);
  }

 private:
  template <std::size_t kBytes>
  struct WordOf;
  template <std::size_t kBytes>
  using Word = typename WordOf<kBytes>::Type;

  /// Looks, and orders nothing: a fence follows when the waiting is over.
  __device__ static unsigned now(const unsigned* counter) {
    unsigned value;
    asm volatile("ld.relaxed.gpu.global.u32 %0, [%1];" : "=r"(value) : "l"(counter) : "memory");
    return value;
  }
};

template <>
struct DeviceContext::WordOf<2> {
  using Type = unsigned short;
};
template <>
struct DeviceContext::WordOf<4> {
  using Type = unsigned;
};
template <>
struct DeviceContext::WordOf<8> {
  using Type = uint2;
};
template <>
struct DeviceContext::WordOf<16> {
  using Type = uint4;
};

}  // namespace cuda
