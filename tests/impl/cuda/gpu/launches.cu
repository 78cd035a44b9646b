#include "cuda/device_machine.cuh"
#include "cuda/kernels/device_run.cuh"
#include "cuda/kernels/device_run_rounded.cuh"
#include "tests/impl/cuda/gpu/launches.h"

namespace cuda {
namespace {

constexpr std::uint32_t kPiece = 1024;  // the plug-in's

template <class Args>
void run_as_typed(const Args& args, DeviceLauncher launcher) {
  switch (args.x.dtype) {
    case BN_F16: return run<Float16>(args, launcher);
    case BN_BF16: return run<BFloat16>(args, launcher);
    case BN_F32: return run<float>(args, launcher);
    default: return run<double>(args, launcher);
  }
}

template <class Args>
void run_rounded_as_typed(const Args& args, DeviceLauncher launcher) {
  switch (args.x.dtype) {
    case BN_F16: return run_rounded<Float16>(args, launcher);
    case BN_BF16: return run_rounded<BFloat16>(args, launcher);
    default: return run_rounded<float>(args, launcher);
  }
}

__global__ void spin(long long nanoseconds) {
  const auto now = [] {
    long long time;
    asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(time));
    return time;
  };
  const long long begin = now();
  while (now() - begin < nanoseconds) {
  }
}

}  // namespace

void run_on_device(const bn_forward_args& args, const Machine& machine, cudaStream_t stream) {
  run_as_typed(args, {machine, stream});
}
void run_on_device(const bn_backward_args& args, const Machine& machine, cudaStream_t stream) {
  run_as_typed(args, {machine, stream});
}

void run_rounded_on_device(const bn_forward_args& args, const Machine& machine,
                           cudaStream_t stream) {
  run_rounded_as_typed(args, {machine, stream});
}
void run_rounded_on_device(const bn_backward_args& args, const Machine& machine,
                           cudaStream_t stream) {
  run_rounded_as_typed(args, {machine, stream});
}

Machine whole_device() { return current_machine(kPiece); }

void keep_busy(int multiprocessors, int milliseconds, cudaStream_t stream) {
  const std::size_t bytes = whole_device().shared_bytes;
  check(cudaFuncSetAttribute(spin, cudaFuncAttributeMaxDynamicSharedMemorySize,
                             static_cast<int>(bytes)),
        "cudaFuncSetAttribute");
  spin<<<multiprocessors, 32, bytes, stream>>>(milliseconds * 1000000LL);
  check(cudaGetLastError(), "spin");
}

cudaError_t has_code_for_device() {
  cudaFuncAttributes attributes;
  return cudaFuncGetAttributes(&attributes, spin);
}

void check_cuda(cudaError_t error, const char* call) { check(error, call); }

}  // namespace cuda
