#pragma once

#include <cudnn.h>

#include <climits>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "bn_plugin.h"

namespace cudnn {

/// What cuDNN does not do, found out before anything is written.
struct Unsupported : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws what went wrong, in cuDNN's words.
inline void check(cudnnStatus_t status, const char* call) {
  if (status == CUDNN_STATUS_SUCCESS) return;
  char more[512] = "";
  cudnnGetLastErrorString(more, sizeof more);
  const std::string text = std::string(call) + ": " + cudnnGetErrorString(status) + " " + more;
  if (CUDNN_STATUS_CATEGORY(status) == CUDNN_STATUS_NOT_SUPPORTED) throw Unsupported(text);
  throw std::runtime_error(text);
}

/// The strides of memory without gaps, with the channels first or last.
inline std::vector<std::int64_t> dense_strides(const std::vector<std::int64_t>& shape, bool last) {
  std::vector<std::int64_t> strides(shape.size());
  std::int64_t next = last ? shape[1] : 1;
  for (std::size_t axis = shape.size() - 1; axis >= 2; next *= shape[axis--]) strides[axis] = next;
  strides[1] = last ? 1 : next;
  strides[0] = last ? next : next * shape[1];
  return strides;
}

/// A tensor as cuDNN takes it: channels first or last, without gaps, of four axes at least.
class Shaped {
 public:
  explicit Shaped(const bn_tensor& given) : shape_(given.shape, given.shape + given.ndim) {
    if (shape_.size() < 4) shape_.resize(4, 1);
    is_first_ = lies_like(given, false);
    is_last_ = lies_like(given, true);
  }

  bool is_dense() const { return is_first_ || is_last_; }
  bool is_last() const { return !is_first_; }

  /// cuDNN counts in int, and takes no empty tensors.
  bool has_countable_values() const {
    std::int64_t values = 1;
    for (const std::int64_t extent : shape_) {
      if (extent <= 0 || values > INT_MAX / extent) return false;
      values *= extent;
    }
    return true;
  }

  std::vector<int> extents() const { return {shape_.begin(), shape_.end()}; }
  std::vector<int> strides() const {
    const auto wide = dense_strides(shape_, is_last());
    return {wide.begin(), wide.end()};
  }

 private:
  bool lies_like(const bn_tensor& given, bool last) const {
    const auto strides = dense_strides(shape_, last);
    for (std::int32_t axis = 0; axis < given.ndim; ++axis) {
      const bool counts = given.shape[axis] > 1;
      if (counts && given.strides[axis] != strides[static_cast<std::size_t>(axis)]) return false;
    }
    return true;
  }

  std::vector<std::int64_t> shape_;
  bool is_first_, is_last_;
};

struct DestroyDescriptor {
  void operator()(cudnnTensorStruct* descriptor) const { cudnnDestroyTensorDescriptor(descriptor); }
};
using Descriptor = std::unique_ptr<cudnnTensorStruct, DestroyDescriptor>;

inline Descriptor make_descriptor() {
  cudnnTensorDescriptor_t made = nullptr;
  check(cudnnCreateTensorDescriptor(&made), "cudnnCreateTensorDescriptor");
  return Descriptor(made);
}

inline cudnnDataType_t type_of(const bn_tensor& given) {
  switch (given.dtype) {
    case BN_F16: return CUDNN_DATA_HALF;
    case BN_BF16: return CUDNN_DATA_BFLOAT16;
    case BN_F64: return CUDNN_DATA_DOUBLE;
    default: return CUDNN_DATA_FLOAT;
  }
}

/// What cuDNN wants to know of x, y, dy and dx, which are alike, and of what has a value a channel.
struct Descriptors {
  Descriptor tensor, parameter;

  Descriptors(const bn_tensor& x, cudnnBatchNormMode_t mode)
      : tensor(make_descriptor()), parameter(make_descriptor()) {
    const Shaped shaped(x);
    const std::vector<int> extents = shaped.extents(), strides = shaped.strides();
    check(cudnnSetTensorNdDescriptor(tensor.get(), type_of(x), static_cast<int>(extents.size()),
                                     extents.data(), strides.data()),
          "cudnnSetTensorNdDescriptor");
    check(cudnnDeriveBNTensorDescriptor(parameter.get(), tensor.get(), mode),
          "cudnnDeriveBNTensorDescriptor");
  }
};

}  // namespace cudnn
