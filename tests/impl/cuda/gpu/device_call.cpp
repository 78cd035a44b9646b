#include "tests/impl/cuda/gpu/device_call.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <stdexcept>

namespace cuda {
namespace {

constexpr std::size_t kGuard = 256;  // bytes, what cudaMalloc aligns to
constexpr unsigned char kUntouched = 0xA5;

std::size_t bytes_of(const bn_tensor& tensor) {
  std::int64_t span = 1;
  for (std::int32_t axis = 0; axis < tensor.ndim; ++axis) {
    if (tensor.shape[axis] == 0) return 0;
    span += (tensor.shape[axis] - 1) * tensor.strides[axis];
  }
  const std::int64_t element = tensor.dtype == BN_F64 ? 8 : tensor.dtype == BN_F32 ? 4 : 2;
  return static_cast<std::size_t>(span * element);
}

std::vector<bn_tensor*> tensors_of(bn_forward_args& args) {
  return {&args.x,           &args.weight, &args.bias,      &args.running_mean,
          &args.running_var, &args.y,      &args.save_mean, &args.save_invstd};
}
std::vector<bn_tensor*> tensors_of(bn_backward_args& args) {
  return {&args.dy,          &args.x,  &args.weight,  &args.running_mean,
          &args.running_var, &args.dx, &args.dweight, &args.dbias};
}

}  // namespace

DeviceTensor::DeviceTensor(const bn_tensor& host)
    : host_(host),
      bytes_(bytes_of(host)),
      before_(kGuard + reinterpret_cast<std::uintptr_t>(host.data) % kGuard),
      all_(before_ + bytes_ + kGuard) {
  void* memory = nullptr;
  check_cuda(cudaMalloc(&memory, all_), "cudaMalloc");
  memory_.reset(static_cast<unsigned char*>(memory));
  upload();
}

bn_tensor DeviceTensor::view() const {
  bn_tensor view = host_;
  view.data = memory_.get() + before_;
  return view;
}

void DeviceTensor::upload() const {
  check_cuda(cudaMemset(memory_.get(), kUntouched, all_), "cudaMemset");
  check_cuda(cudaMemcpy(view().data, host_.data, bytes_, cudaMemcpyHostToDevice), "cudaMemcpy");
  check_cuda(cudaDeviceSynchronize(), "cudaDeviceSynchronize");
}

void DeviceTensor::download() const {
  std::vector<unsigned char> all(all_);
  check_cuda(cudaMemcpy(all.data(), memory_.get(), all_, cudaMemcpyDeviceToHost), "cudaMemcpy");
  const auto data = all.begin() + static_cast<std::ptrdiff_t>(before_);
  const auto end = data + static_cast<std::ptrdiff_t>(bytes_);
  const auto is_untouched = [](unsigned char byte) { return byte == kUntouched; };
  if (!std::all_of(all.begin(), data, is_untouched) || !std::all_of(end, all.end(), is_untouched)) {
    throw std::runtime_error("a kernel wrote beside a tensor");
  }
  std::copy(data, end, static_cast<unsigned char*>(host_.data));
}

template <class Args>
DeviceCall<Args>::DeviceCall(const Args& host, std::size_t workspace_bytes)
    : args_(host),
      dirt_(workspace_bytes / sizeof(double), std::numeric_limits<double>::quiet_NaN()),
      dirt_count_(static_cast<std::int64_t>(dirt_.size())) {
  std::map<void*, bn_tensor> moved;
  for (bn_tensor* tensor : tensors_of(args_)) {
    if (tensor->data == nullptr) continue;
    const auto [found, is_new] = moved.try_emplace(tensor->data);
    if (is_new) found->second = tensors_.emplace_back(*tensor).view();
    *tensor = found->second;
  }
  if (dirt_.empty()) return;
  const bn_tensor dirt = {dirt_.data(), &dirt_count_, &dirt_stride_, 1, BN_F64};
  args_.workspace = tensors_.emplace_back(dirt).view().data;
  args_.workspace_size = workspace_bytes;
}

template class DeviceCall<bn_forward_args>;
template class DeviceCall<bn_backward_args>;

}  // namespace cuda
