#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <oneapi/dnnl/dnnl.hpp>
#include <vector>

#include "bn_plugin.h"

/// Returns the strides of memory without gaps, in the order of channels first or of channels last.
inline dnnl::memory::dims dense_strides(const bn_tensor& tensor, bool channels_last) {
  dnnl::memory::dims order{0};
  for (std::int32_t axis = 2; axis < tensor.ndim; ++axis) order.push_back(axis);
  order.insert(channels_last ? order.end() : order.begin() + 1, 1);
  dnnl::memory::dims strides(order.size());
  std::int64_t next = 1;
  for (auto axis = order.rbegin(); axis != order.rend(); ++axis) {
    strides[static_cast<std::size_t>(*axis)] = next;
    next *= tensor.shape[*axis];
  }
  return strides;
}

inline bool has_strides(const bn_tensor& tensor, const dnnl::memory::dims& strides) {
  for (std::size_t axis = 0; axis < strides.size(); ++axis) {
    if (tensor.shape[axis] != 1 && tensor.strides[axis] != strides[axis]) return false;
  }
  return true;
}

/// The host's tensor, with spatial axes of extent 1 where it has less than two: oneDNN has vector
/// kernels for (n, c, 1, 1) and (n, c, l, 1), and plain loops for (n, c) and (n, c, l).
class Shaped {
 public:
  explicit Shaped(const bn_tensor& given)
      : shape_(given.shape, given.shape + given.ndim),
        strides_(given.strides, given.strides + given.ndim),
        tensor_(given) {
    if (given.ndim == 2 || given.ndim == 3) shape_.resize(4, 1), strides_.resize(4, 1);
    tensor_.ndim = static_cast<std::int32_t>(shape_.size());
    tensor_.shape = shape_.data();
    tensor_.strides = strides_.data();
  }
  Shaped(const Shaped&) = delete;
  Shaped& operator=(const Shaped&) = delete;

  const bn_tensor& get() const { return tensor_; }

 private:
  std::vector<std::int64_t> shape_, strides_;
  bn_tensor tensor_;
};

/// x, y, dy or dx as oneDNN's kernels take it: where it lies, if it has the wanted strides, else in
/// a copy, which an output is written back from.
class Tensor {
 public:
  Tensor(const bn_tensor& given, const dnnl::memory::desc& wanted, const dnnl::engine& engine)
      : shaped_(given),
        given_(shaped_.get()),
        strides_(strides_of(wanted)),
        lies_right_(given.data != nullptr && has_strides(given_, strides_)) {
    memory_ = lies_right_ ? dnnl::memory(wanted, engine, given.data) : dnnl::memory(wanted, engine);
  }

  const dnnl::memory& memory() const { return memory_; }

  void read() const {
    if (lies_right_) return;
    for_each([&](std::byte* place, std::byte* copy, std::size_t size) {
      std::memcpy(copy, place, size);
    });
  }

  void write_back() const {
    if (lies_right_ || given_.data == nullptr) return;
    for_each([&](std::byte* place, std::byte* copy, std::size_t size) {
      std::memcpy(place, copy, size);
    });
  }

 private:
  static dnnl::memory::dims strides_of(const dnnl::memory::desc& desc) {
    const auto& strides = desc.data.format_desc.blocking.strides;
    return {strides, strides + desc.data.ndims};
  }

  template <class Visit>
  void for_each(Visit visit) const {
    const std::size_t size = given_.dtype == BN_F32 ? 4 : 2;
    std::int64_t count = 1;
    for (std::int32_t axis = 0; axis < given_.ndim; ++axis) count *= given_.shape[axis];
    for (std::int64_t i = 0; i < count; ++i) {
      std::int64_t from = 0, to = 0, rest = i;
      for (std::int32_t axis = given_.ndim - 1; axis >= 0; --axis) {
        from += rest % given_.shape[axis] * given_.strides[axis];
        to += rest % given_.shape[axis] * strides_[static_cast<std::size_t>(axis)];
        rest /= given_.shape[axis];
      }
      const auto bytes = static_cast<std::int64_t>(size);
      visit(static_cast<std::byte*>(given_.data) + from * bytes,
            static_cast<std::byte*>(memory_.get_data_handle()) + to * bytes, size);
    }
  }

  Shaped shaped_;
  const bn_tensor& given_;
  dnnl::memory::dims strides_;
  bool lies_right_;
  dnnl::memory memory_;
};

/// A parameter or statistic: one f32 per channel, in memory of its own, as its stride may not be 1.
class Channels {
 public:
  Channels(const bn_tensor& given, std::int64_t channels, float absent)
      : given_(given), values_(static_cast<std::size_t>(channels), absent) {}

  Channels& read() {
    for (std::size_t c = 0; given_.data != nullptr && c < values_.size(); ++c) {
      values_[c] = at(c);
    }
    return *this;
  }

  void write_back() const {
    for (std::size_t c = 0; given_.data != nullptr && c < values_.size(); ++c) {
      at(c) = values_[c];
    }
  }

  dnnl::memory memory(const dnnl::engine& engine) {
    const dnnl::memory::desc desc({static_cast<std::int64_t>(values_.size())},
                                  dnnl::memory::data_type::f32, dnnl::memory::format_tag::a);
    return {desc, engine, values_.data()};
  }

 private:
  float& at(std::size_t channel) const {
    return static_cast<float*>(given_.data)[static_cast<std::int64_t>(channel) * given_.strides[0]];
  }

  bn_tensor given_;
  std::vector<float> values_;
};
