#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/CPUAllocator.h>

#include <cstddef>
#include <utility>

#include "bn_plugin.h"

/// Returns whether the tensor has no gaps, in the order of channels first or of channels last.
inline bool is_dense(const bn_tensor& x, bool channels_last) {
  std::int64_t stride = 1;
  const auto fits = [&](std::int32_t axis) {
    const bool right = x.shape[axis] == 1 || x.strides[axis] == stride;
    stride *= x.shape[axis];
    return right;
  };
  if (channels_last && !fits(1)) return false;
  for (std::int32_t axis = x.ndim - 1; axis >= 0; --axis) {
    if ((axis != 1 || !channels_last) && !fits(axis)) return false;
  }
  return true;
}

/// While one lives, the first tensor of this thread that takes as many bytes as `where` lies there:
/// of the operators that return a new tensor, the result need not be allocated and copied.
class Place {
 public:
  explicit Place(const bn_tensor& where) {
    std::size_t bytes = where.dtype == BN_F64 ? 8 : 4;
    for (std::int32_t axis = 0; axis < where.ndim; ++axis) {
      bytes *= static_cast<std::size_t>(where.shape[axis]);
    }
    wanted() = {where.data, bytes};
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { wanted() = {}; }

  /// Puts itself between PyTorch and its allocator; once, before any tensor is made.
  static void prepare() {
    static Allocator allocator;
    c10::SetCPUAllocator(&allocator, 1);
  }

 private:
  struct Wanted {
    void* data = nullptr;
    std::size_t bytes = 0;
  };

  static Wanted& wanted() {
    static thread_local Wanted here;
    return here;
  }

  struct Allocator : c10::Allocator {
    c10::DataPtr allocate(std::size_t bytes) override {
      if (wanted().data == nullptr || wanted().bytes != bytes) {
        return c10::GetDefaultCPUAllocator()->allocate(bytes);
      }
      return {std::exchange(wanted().data, nullptr), c10::Device(c10::DeviceType::CPU)};
    }

    void copy_data(void* to, const void* from, std::size_t bytes) const override {
      default_copy_data(to, from, bytes);
    }
  };
};

/// Returns whether an operator's result that lies as PyTorch lays it out for x lies as `where`
/// does.
inline bool has_place(const bn_tensor& where, const at::Tensor& x) {
  if (where.data == nullptr || !x.is_contiguous(x.suggest_memory_format())) return false;
  for (std::int32_t axis = 0; axis < where.ndim; ++axis) {
    if (where.shape[axis] != 1 && where.strides[axis] != x.stride(axis)) return false;
  }
  return true;
}

/// Returns whether the tensor was put into the place.
inline bool lies_in(const at::Tensor& tensor, const bn_tensor& where) {
  return where.data != nullptr && tensor.defined() && tensor.data_ptr() == where.data;
}
