#pragma once

// What is compiled twice: by nvcc for the device, and by the host's compiler, which also runs
// kernels on the CPU (docs/cuda.md).
#ifdef __CUDACC__
#define BN_DEVICE __device__ __forceinline__
#define BN_HOST_DEVICE __host__ __device__ __forceinline__
#define BN_HOST_DEVICE_INLINED BN_HOST_DEVICE
#define BN_ROLLED _Pragma("unroll 1")
#define BN_UNROLLED _Pragma("unroll")
#else
#ifndef BN_DEVICE
#define BN_DEVICE inline
#endif
#define BN_HOST_DEVICE BN_DEVICE
#define BN_HOST_DEVICE_INLINED [[gnu::always_inline]] inline
/// Before a loop that is rare: its code is to be short.
#define BN_ROLLED
/// Before a loop over what is kept in registers, which have no index.
#define BN_UNROLLED
#endif
