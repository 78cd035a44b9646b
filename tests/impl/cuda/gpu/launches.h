#pragma once

#include <cuda_runtime_api.h>

#include "bn_plugin.h"
#include "cuda/plan.h"

// What tests need nvcc for.
namespace cuda {

/// Enqueue what answers a call, planned for a machine that may be smaller than the device. Tensors
/// and the workspace are in its memory. Throw std::runtime_error if CUDA refuses.
void run_on_device(const bn_forward_args& args, const Machine& machine, cudaStream_t stream);
void run_on_device(const bn_backward_args& args, const Machine& machine, cudaStream_t stream);

/// The same of correctly rounded kernels. There are none of f64.
void run_rounded_on_device(const bn_forward_args& args, const Machine& machine,
                           cudaStream_t stream);
void run_rounded_on_device(const bn_backward_args& args, const Machine& machine,
                           cudaStream_t stream);

/// Returns what the plug-in plans for.
Machine whole_device();

/// Keeps so many multiprocessors busy, with all the shared memory that a block may have, for so
/// many milliseconds.
void keep_busy(int multiprocessors, int milliseconds, cudaStream_t stream);

/// Says whether there is code for the device in this program.
cudaError_t has_code_for_device();

/// Throws what went wrong, in CUDA's words.
void check_cuda(cudaError_t error, const char* call);

}  // namespace cuda
