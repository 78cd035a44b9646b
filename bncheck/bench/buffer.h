#pragma once

#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

#include "core/layout.h"
#include "impl/bn_plugin.h"

namespace bncheck::bench {

/// Memory for one tensor, every page of it touched. Aligned to pages where it is large, and in huge
/// pages where the system has them, as NumPy and glibc are asked for them by most programs that
/// move much data: else the walk through the page tables is what is timed.
class Buffer {
 public:
  Buffer() = default;
  Buffer(DType dtype, Strided layout);

  /// Writes the values, given in logical order.
  void fill(std::span<const double> values);

  /// Fills the memory with NaN.
  void poison();

  /// Returns the values of one channel in logical order; of a tensor of x's shape.
  std::vector<double> channel(std::int64_t channel) const;

  /// Returns all values in logical order.
  std::vector<double> values() const { return gather(dtype_, layout_, memory_.get()); }

  DType dtype() const { return dtype_; }
  const Strided& layout() const { return layout_; }
  std::byte* data() const { return memory_.get(); }
  std::size_t bytes() const { return bytes_; }

  /// Returns the plug-in's view; it refers to this object.
  bn_tensor view() const;

 private:
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };

  DType dtype_ = DType::f32;
  Strided layout_;
  std::size_t bytes_ = 0;
  std::unique_ptr<std::byte, Free> memory_;
};

}  // namespace bncheck::bench
