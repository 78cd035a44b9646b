#pragma once

#include "cuda/launcher.cuh"
#include "cuda/operations.h"

// All kernels of a type are compiled in a file of their own, once for all who launch them.
#define BN_KERNELS(prefix, T)                                                 \
  prefix template void cuda::run<T>(const bn_forward_args&, DeviceLauncher&); \
  prefix template void cuda::run<T>(const bn_backward_args&, DeviceLauncher&)

BN_KERNELS(extern, cuda::Float16);
BN_KERNELS(extern, cuda::BFloat16);
BN_KERNELS(extern, float);
BN_KERNELS(extern, double);
