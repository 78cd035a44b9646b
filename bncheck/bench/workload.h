#pragma once

#include <optional>
#include <string_view>

#include "core/batch_norm.h"

namespace bncheck::bench {

/// What is timed: forward in training, forward in evaluation, backward of training.
enum class Operation { training, evaluation, backward };

std::string_view to_string(Operation operation);
std::optional<Operation> parse_operation(std::string_view text);

/// Returns how many tensors of x's size it must at least read or write: x and y; or x, dy and dx.
int tensors_moved(Operation operation);

/// One thing that every implementation is timed at.
struct Workload {
  Shape shape;
  DType dtype = DType::f32;
  Layout layout = Layout::nchw;
  Operation operation = Operation::training;
  unsigned threads = 1;

  /// Returns the bytes of one tensor.
  double tensor_bytes() const;

  /// Returns the bytes of the tensors that it must at least read or write.
  double minimal_bytes() const { return tensors_moved(operation) * tensor_bytes(); }
};

}  // namespace bncheck::bench
