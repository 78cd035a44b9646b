#include "cuda/kernels/device_run.cuh"

BN_KERNELS(, cuda::Float16);
