#include "cuda/kernels/device_run_rounded.cuh"

BN_ROUNDED_KERNELS(, double);
