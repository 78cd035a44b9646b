#pragma once

#include "kernel/numbers.h"

namespace variants {

/// A tensor by channel; place j counts over all axes but the channel's.
class Tensor {
 public:
  explicit Tensor(const bn_tensor& tensor) : tensor_(tensor) {}

  bool present() const { return tensor_.data != nullptr; }

  template <class E>
  E get(std::int64_t channel, std::int64_t j) const {
    return read<E>(tensor_, offset(channel, j));
  }
  template <class E>
  void set(std::int64_t channel, std::int64_t j, E value) const {
    write(tensor_, offset(channel, j), value);
  }

 private:
  std::int64_t offset(std::int64_t channel, std::int64_t j) const {
    std::int64_t sum = channel * tensor_.strides[1];
    for (std::int32_t axis = tensor_.ndim - 1; axis >= 2; --axis) {
      sum += j % tensor_.shape[axis] * tensor_.strides[axis];
      j /= tensor_.shape[axis];
    }
    return sum + j * tensor_.strides[0];
  }

  const bn_tensor& tensor_;
};

/// A parameter or statistic: one number for each channel, which may be absent.
class Parameter {
 public:
  explicit Parameter(const bn_tensor& tensor) : tensor_(tensor) {}

  bool present() const { return tensor_.data != nullptr; }

  template <class E>
  E get(std::int64_t channel, E absent) const {
    return present() ? read<E>(tensor_, channel * tensor_.strides[0]) : absent;
  }
  template <class E>
  void set(std::int64_t channel, E value) const {
    if (present()) write(tensor_, channel * tensor_.strides[0], value);
  }

 private:
  const bn_tensor& tensor_;
};

/// Room for the values of one channel, adjacent.
template <class E>
class Values {
 public:
  explicit Values(std::int64_t count) : data_(new E[static_cast<std::size_t>(count)]) {}
  Values(const Tensor& tensor, std::int64_t channel, std::int64_t count) : Values(count) {
    for (std::int64_t j = 0; j < count; ++j) data_[j] = tensor.get<E>(channel, j);
  }
  ~Values() { delete[] data_; }
  Values(const Values&) = delete;
  Values& operator=(const Values&) = delete;

  E* data() { return data_; }

 private:
  E* data_;
};

}  // namespace variants
