#include "tensor.h"

#include <utility>

namespace cpu {

std::optional<std::int64_t> position_stride(const bn_tensor& tensor) {
  std::int64_t stride = tensor.strides[0], next = 1;  // no spatial axes: images are positions
  bool found = false;
  for (std::int32_t axis = tensor.ndim - 1; axis >= 2; --axis) {
    if (tensor.shape[axis] == 1) continue;  // its stride is never used
    if (found && tensor.strides[axis] != next) return std::nullopt;
    if (!found) stride = tensor.strides[axis];
    found = true;
    next = tensor.strides[axis] * tensor.shape[axis];
  }
  return stride;
}

std::vector<std::int64_t> position_offsets(const bn_tensor& tensor) {
  std::vector<std::int64_t> offsets = {0};
  for (std::int32_t axis = 2; axis < tensor.ndim; ++axis) {
    std::vector<std::int64_t> longer;
    longer.reserve(offsets.size() * static_cast<std::size_t>(tensor.shape[axis]));
    for (std::int64_t offset : offsets) {
      for (std::int64_t i = 0; i < tensor.shape[axis]; ++i) {
        longer.push_back(offset + i * tensor.strides[axis]);
      }
    }
    offsets = std::move(longer);
  }
  return offsets;
}

}  // namespace cpu
