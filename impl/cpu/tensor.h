#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "partition.h"

namespace cpu {

/// Finds the stride of the flattened positions of a tensor; nothing if there is no single one.
std::optional<std::int64_t> position_stride(const bn_tensor& tensor);

/// Returns the offset of every position from the first one.
std::vector<std::int64_t> position_offsets(const bn_tensor& tensor);

/// A tensor by channel and block: in place where positions are adjacent, else through a buffer of
/// Partition::kBlock values. T is const for inputs. An absent input reads as zero.
template <class T>
class Tensor {
 public:
  using Value = std::remove_const_t<T>;

  explicit Tensor(const bn_tensor& tensor)
      : data_(static_cast<T*>(tensor.data)), image_stride_(0), channel_stride_(0) {
    if (!present()) return;
    image_stride_ = tensor.strides[0];
    channel_stride_ = tensor.strides[1];
    stride_ = position_stride(tensor);
    if (!stride_) offsets_ = position_offsets(tensor);
  }

  bool present() const { return data_ != nullptr; }

  /// Says whether the other tensor lies in the same memory.
  template <class Other>
  bool is_in_place_of(const Tensor<Other>& other) const {
    return present() && static_cast<const void*>(data_) == other.data();
  }
  const void* data() const { return data_; }

  /// Says whether channels are adjacent, and positions evenly spaced.
  bool has_columns() const { return present() && channel_stride_ == 1 && stride_; }
  bool has_rows() const { return present() && stride_ == 1; }

  Columns<T> columns(std::int64_t channel, const Block& block) const {
    return {place(channel, block) + block.start * *stride_, image_stride_, *stride_};
  }

  /// Returns the block's values to read, where they are or copied to the buffer.
  Rows<const Value> read(std::int64_t channel, const Block& block, Value* buffer) const {
    if (has_rows()) return {place(channel, block) + block.start, image_stride_};
    return copy(channel, block, buffer);
  }

  /// Returns a copy of the block's values, for when they are to be overwritten: a kernel may read
  /// the last ones of a row again after it has written them.
  Rows<const Value> copy(std::int64_t channel, const Block& block, Value* buffer) const {
    const T* first = place(channel, block);
    for (std::int64_t image = 0; image < block.images; ++image) {
      for (std::int64_t i = 0; i < block.length; ++i) {
        if (stride_) __builtin_prefetch(first + offset(image, block.start + i + kAhead));
        buffer[image * block.length + i] =
            present() ? first[offset(image, block.start + i)] : Value{};
      }
    }
    return {buffer, block.length};
  }

  /// Returns where to write the block's values: to their places or to the buffer.
  Rows<Value> target(std::int64_t channel, const Block& block, Value* buffer) const {
    if (has_rows()) return {place(channel, block) + block.start, image_stride_};
    return {buffer, block.length};
  }

  /// Brings what was written to the buffer to its place.
  void finish(std::int64_t channel, const Block& block, const Value* buffer) const {
    if (has_rows()) return;
    T* first = place(channel, block);
    for (std::int64_t image = 0; image < block.images; ++image) {
      for (std::int64_t i = 0; i < block.length; ++i) {
        first[offset(image, block.start + i)] = buffer[image * block.length + i];
      }
    }
  }

 private:
  /// What reads ahead by itself does not go as far as values that lie far apart.
  static constexpr std::int64_t kAhead = 64;

  T* place(std::int64_t channel, const Block& block) const {
    return data_ + channel * channel_stride_ + block.image * image_stride_;
  }
  std::int64_t offset(std::int64_t image, std::int64_t position) const {
    return image * image_stride_ +
           (stride_ ? position * *stride_ : offsets_[static_cast<std::size_t>(position)]);
  }

  T* data_;
  std::int64_t image_stride_, channel_stride_;
  std::optional<std::int64_t> stride_;  // of positions
  std::vector<std::int64_t> offsets_;   // of positions, where there is no such stride
};

/// Returns a block's values as one row, where they are or copied to the buffer: sums in any
/// order will do, and the ends of rows cost as much as whole groups.
template <class T>
Rows<const T> in_one_row(const Tensor<const T>& tensor, std::int64_t c, const Block& here,
                         T* buffer) {
  const Rows<const T> rows = tensor.read(c, here, buffer);
  if (here.images == 1 || rows.stride == here.length) return rows;
  for (std::int64_t image = 0; image < here.images; ++image) {
    std::copy_n(rows.first + image * rows.stride, here.length, buffer + image * here.length);
  }
  return {buffer, 0};
}

/// A parameter or statistic: one value per channel, f64 or f32 in memory, double in arithmetic.
class Parameter {
 public:
  explicit Parameter(const bn_tensor& tensor) : tensor_(tensor) {}

  bool present() const { return tensor_.data != nullptr; }

  double operator[](std::int64_t channel) const {
    const std::int64_t at = channel * tensor_.strides[0];
    if (tensor_.dtype == BN_F64) return static_cast<const double*>(tensor_.data)[at];
    return static_cast<const float*>(tensor_.data)[at];
  }

  double get_or(std::int64_t channel, double absent) const {
    return present() ? (*this)[channel] : absent;
  }

  /// Rounds the value once; does nothing if the parameter is absent.
  void set(std::int64_t channel, double value) const {
    if (!present()) return;
    const std::int64_t at = channel * tensor_.strides[0];
    if (tensor_.dtype == BN_F64) {
      static_cast<double*>(tensor_.data)[at] = value;
    } else {
      static_cast<float*>(tensor_.data)[at] = static_cast<float>(value);
    }
  }

 private:
  const bn_tensor& tensor_;
};

}  // namespace cpu
