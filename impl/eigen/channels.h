#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "bn_plugin.h"

/// The values of one channel, in logical order.
template <class Scalar>
using Values = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

/// Counts the values of one channel: all extents but the channel's, which is axis 1.
inline std::int64_t values_per_channel(const bn_tensor& tensor) {
  std::int64_t count = tensor.shape[0];
  for (std::int32_t axis = 2; axis < tensor.ndim; ++axis) count *= tensor.shape[axis];
  return count;
}

/// Reads and writes a tensor one channel at a time, whatever its strides.
template <class Scalar>
class Channels {
 public:
  explicit Channels(const bn_tensor& tensor) : tensor_(tensor) {
    if (!present()) return;
    offsets_ = {0};
    for (std::int32_t axis = 0; axis < tensor.ndim; ++axis) {
      if (axis != 1) append_axis(tensor.shape[axis], tensor.strides[axis]);
    }
  }

  bool present() const { return tensor_.data != nullptr; }

  Values<Scalar> gather(std::int64_t channel) const {
    const Scalar* first = place(channel);
    Values<Scalar> values(static_cast<Eigen::Index>(offsets_.size()));
    for (std::size_t j = 0; j < offsets_.size(); ++j) {
      values[static_cast<Eigen::Index>(j)] = first[offsets_[j]];
    }
    return values;
  }

  void scatter(std::int64_t channel, const Values<Scalar>& values) const {
    Scalar* first = place(channel);
    for (std::size_t j = 0; j < offsets_.size(); ++j) {
      first[offsets_[j]] = values[static_cast<Eigen::Index>(j)];
    }
  }

 private:
  Scalar* place(std::int64_t channel) const {
    return static_cast<Scalar*>(tensor_.data) + channel * tensor_.strides[1];
  }

  void append_axis(std::int64_t extent, std::int64_t stride) {
    std::vector<std::int64_t> longer;
    longer.reserve(offsets_.size() * static_cast<std::size_t>(extent));
    for (std::int64_t offset : offsets_) {
      for (std::int64_t i = 0; i < extent; ++i) longer.push_back(offset + i * stride);
    }
    offsets_ = std::move(longer);
  }

  const bn_tensor& tensor_;
  std::vector<std::int64_t> offsets_;  // of a channel's values from its first one
};

/// Reads and writes a parameter or statistic: one value per channel, or absent.
template <class Scalar>
class Parameter {
 public:
  explicit Parameter(const bn_tensor& tensor) : tensor_(tensor) {}

  bool present() const { return tensor_.data != nullptr; }

  Scalar& operator[](std::int64_t channel) const {
    return static_cast<Scalar*>(tensor_.data)[channel * tensor_.strides[0]];
  }

  Scalar get_or(std::int64_t channel, Scalar absent) const {
    return present() ? (*this)[channel] : absent;
  }

  void set(std::int64_t channel, Scalar value) const {
    if (present()) (*this)[channel] = value;
  }

 private:
  const bn_tensor& tensor_;
};
