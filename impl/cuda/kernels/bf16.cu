#include "cuda/kernels/device_run.cuh"

BN_KERNELS(, cuda::BFloat16);
