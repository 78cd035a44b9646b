#pragma once

#include <cuda_runtime_api.h>

#include <map>

#include "cudnn_tensor.h"

namespace cudnn {

#ifdef CUDNN_PERSISTENT
inline constexpr auto kMode = CUDNN_BATCHNORM_SPATIAL_PERSISTENT;
inline constexpr const char* kName = "cudnn-persistent";
#else
inline constexpr auto kMode = CUDNN_BATCHNORM_SPATIAL;
inline constexpr const char* kName = "cudnn";
#endif
inline constexpr auto kAlone = CUDNN_BATCHNORM_OPS_BN;

/// Returns the handle of this thread and device. It is never destroyed: at the end of a thread, the
/// driver may be gone.
inline cudnnHandle_t handle() {
  thread_local std::map<int, cudnnHandle_t> handles;
  int device = 0;
  const cudaError_t error = cudaGetDevice(&device);
  if (error != cudaSuccess) {
    throw std::runtime_error(std::string("cudaGetDevice: ") + cudaGetErrorString(error));
  }
  cudnnHandle_t& made = handles[device];
  if (made == nullptr) check(cudnnCreate(&made), "cudnnCreate");
  return made;
}

inline cudnnHandle_t handle_on(void* stream) {
  check(cudnnSetStream(handle(), static_cast<cudaStream_t>(stream)), "cudnnSetStream");
  return handle();
}

/// The factors of the result and of what was there before.
struct Blend {
  double wide[2] = {1, 0};
  float narrow[2] = {1, 0};
  bool is_wide;

  explicit Blend(const bn_tensor& x) : is_wide(x.dtype == BN_F64) {}
  const void* one() const { return is_wide ? static_cast<const void*>(&wide[0]) : &narrow[0]; }
  const void* zero() const { return is_wide ? static_cast<const void*>(&wide[1]) : &narrow[1]; }
};

/// What forward keeps for backward beside the statistics.
inline std::size_t reserve_of(const Descriptors& of) {
  std::size_t bytes = 0;
  check(cudnnGetBatchNormalizationTrainingExReserveSpaceSize(handle(), kMode, kAlone, nullptr,
                                                             of.tensor.get(), &bytes),
        "cudnnGetBatchNormalizationTrainingExReserveSpaceSize");
  return bytes;
}

/// What a call needs, without what is kept, which lies behind.
inline std::size_t scratch_of(const bn_forward_args&, const Descriptors& of) {
  std::size_t bytes = 0;
  check(cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize(
            handle(), kMode, kAlone, of.tensor.get(), nullptr, of.tensor.get(), of.parameter.get(),
            nullptr, &bytes),
        "cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize");
  return (bytes + 255) / 256 * 256;
}
inline std::size_t scratch_of(const bn_backward_args&, const Descriptors& of) {
  std::size_t bytes = 0;
  check(cudnnGetBatchNormalizationBackwardExWorkspaceSize(
            handle(), kMode, kAlone, of.tensor.get(), nullptr, of.tensor.get(), nullptr,
            of.tensor.get(), of.parameter.get(), nullptr, &bytes),
        "cudnnGetBatchNormalizationBackwardExWorkspaceSize");
  return bytes;
}

inline void evaluate(const bn_forward_args& args, const Descriptors& of) {
  const Blend blend(args.x);
  check(cudnnBatchNormalizationForwardInference(
            handle_on(args.stream), kMode, blend.one(), blend.zero(), of.tensor.get(), args.x.data,
            of.tensor.get(), args.y.data, of.parameter.get(), args.weight.data, args.bias.data,
            args.running_mean.data, args.running_var.data, args.eps),
        "cudnnBatchNormalizationForwardInference");
}

inline void run(const bn_forward_args& args) {
  const Descriptors of(args.x, kMode);
  if (args.mode == BN_EVAL) return evaluate(args, of);
  const Blend blend(args.x);
  const std::size_t scratch = scratch_of(args, of), reserve = reserve_of(of);
  void* const kept = reserve == 0 ? nullptr : static_cast<char*>(args.workspace) + scratch;
  check(cudnnBatchNormalizationForwardTrainingEx(
            handle_on(args.stream), kMode, kAlone, blend.one(), blend.zero(), of.tensor.get(),
            args.x.data, nullptr, nullptr, of.tensor.get(), args.y.data, of.parameter.get(),
            args.weight.data, args.bias.data, args.momentum, args.running_mean.data,
            args.running_var.data, args.eps, args.save_mean.data, args.save_invstd.data, nullptr,
            scratch == 0 ? nullptr : args.workspace, scratch, kept, reserve),
        "cudnnBatchNormalizationForwardTrainingEx");
}

inline void run(const bn_backward_args& args) {
  const Descriptors of(args.x, kMode);
  if (reserve_of(of) > 0) throw Unsupported("backward needs more than forward may keep");
  const Blend blend(args.x);
  check(cudnnBatchNormalizationBackwardEx(
            handle_on(args.stream), kMode, kAlone, blend.one(), blend.zero(), blend.one(),
            blend.zero(), of.tensor.get(), args.x.data, nullptr, nullptr, of.tensor.get(),
            args.dy.data, nullptr, nullptr, of.tensor.get(), args.dx.data, of.parameter.get(),
            args.weight.data, nullptr, args.dweight.data, args.dbias.data, args.eps,
            args.save_mean.data, args.save_invstd.data, nullptr, args.workspace,
            scratch_of(args, of), nullptr, 0),
        "cudnnBatchNormalizationBackwardEx");
}

inline std::size_t needed_by(const bn_forward_args& args) {
  if (args.mode == BN_EVAL) return 0;
  const Descriptors of(args.x, kMode);
  return scratch_of(args, of) + reserve_of(of);
}
inline std::size_t needed_by(const bn_backward_args& args) {
  return scratch_of(args, Descriptors(args.x, kMode));
}

}  // namespace cudnn
