#pragma once

#include "cuda/launcher.cuh"
#include "cuda/rounded/operations.h"

// As in device_run.cuh.
#define BN_ROUNDED_KERNELS(prefix, T)                                                 \
  prefix template void cuda::run_rounded<T>(const bn_forward_args&, DeviceLauncher&); \
  prefix template void cuda::run_rounded<T>(const bn_backward_args&, DeviceLauncher&)

BN_ROUNDED_KERNELS(extern, cuda::Float16);
BN_ROUNDED_KERNELS(extern, cuda::BFloat16);
BN_ROUNDED_KERNELS(extern, float);
BN_ROUNDED_KERNELS(extern, double);
