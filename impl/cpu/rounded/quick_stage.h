#pragma once

#include <algorithm>
#include <vector>

#include "cpu/rounded/batch_norm.h"
#include "cpu/rounded/quick_sums.h"
#include "cpu/tensor.h"
#include "cpu/walk.h"

namespace cpu {

/// The quick sums of all channels. A context is what keep() wrote of the same x; without one every
/// channel needs a pivot.
template <class T>
class QuickStage {
 public:
  QuickStage(const Walk& walk, const Tensor<const T>& x, const Tensor<const T>& dy,
             const double* context)
      : walk_(walk), x_(x), dy_(dy), context_(context), pivots_(channels()) {
    for (std::size_t c = 0; context != nullptr && c < channels(); ++c) {
      pivots_[c] = context[c * rounded::kContext];
    }
  }

  void set_pivot(std::int64_t c, double pivot) { pivots_[at(c)] = pivot; }

  /// Makes room for quick sums: made by channel if a thread takes channels through all blocks.
  void prepare(bool by_columns) {
    by_channel_ = !by_columns && walk_.keeps_channels();
    if (by_channel_) {
      lanes_of_x_.resize(channels());
      lanes_of_dy_.resize(dy_.present() ? channels() : 0);
    } else {
      of_x_.resize(channels() * blocks());
      of_dy_.resize(dy_.present() ? of_x_.size() : 0);
    }
  }

  /// Makes the quick sums of a block.
  void add(std::int64_t c, std::int64_t b) {
    QuickLaneSums lanes_of_x, lanes_of_dy;
    T x_buffer[kBlock], dy_buffer[kBlock];
    const Extent extent = walk_.partition()[b].extent();
    const Rows<const T> x = x_.read(c, block(b), x_buffer);
    const auto& kernels = certified_kernels<T>();
    if (context_ == nullptr) {
      kernels.quick_squares(x, extent, pivots_[at(c)],
                            by_channel_ ? lanes_of_x_[at(c)] : lanes_of_x);
    }
    if (dy_.present()) {
      const Rows<const T> dy = dy_.read(c, block(b), dy_buffer);
      kernels.quick_products(dy, x, extent, pivots_[at(c)],
                             by_channel_ ? lanes_of_dy_[at(c)] : lanes_of_dy);
    }
    if (by_channel_) return;
    of_x_[place(c, b)] = QuickTotal(lanes_of_x).sums();
    if (dy_.present()) of_dy_[place(c, b)] = QuickTotal(lanes_of_dy).sums();
  }

  /// The same for blocks of adjacent channels in channels-last memory.
  void add_columns(std::int64_t first, std::int64_t count, std::int64_t b) {
    QuickSums sums[kMostColumns];
    const auto x = x_.columns(first, block(b));
    const Extent extent = walk_.partition()[b].extent();
    if (context_ == nullptr) {
      certified_kernels<T>().column_squares(x, extent, count, &pivots_[at(first)], sums);
      for (int i = 0; i < count; ++i) of_x_[place(first + i, b)] = sums[i];
    }
    if (!dy_.present()) return;
    certified_kernels<T>().column_products(dy_.columns(first, block(b)), x, extent, count,
                                           &pivots_[at(first)], sums);
    for (int i = 0; i < count; ++i) of_dy_[place(first + i, b)] = sums[i];
  }

  PivotSums x(std::int64_t c) const {
    const QuickTotal total = total_of_x(c);
    const double squares = total.product();
    const auto count = static_cast<double>(walk_.shape().values());
    return {pivots_[at(c)], total.values(count, squares), total.products(count, squares, squares)};
  }
  /// Writes what x() follows from.
  void keep(std::int64_t c, double* context) const {
    const QuickSums sums = total_of_x(c).sums();
    const double kept[rounded::kContext] = {pivots_[at(c)], sums.value.high, sums.value.low,
                                            sums.product.high, sums.product.low};
    std::copy_n(kept, rounded::kContext, context + at(c) * rounded::kContext);
  }
  QuickTotal dy(std::int64_t c) const { return quick_total(c, of_dy_, lanes_of_dy_); }

 private:
  static constexpr std::int64_t kBlock = Partition::kLongBlock;

  static std::size_t at(std::int64_t c) { return static_cast<std::size_t>(c); }
  std::size_t channels() const { return at(walk_.shape().channels); }
  std::size_t blocks() const { return at(walk_.partition().blocks()); }
  std::size_t place(std::int64_t c, std::int64_t b) const { return at(c) * blocks() + at(b); }
  Block block(std::int64_t b) const { return walk_.partition()[b]; }

  QuickTotal total_of_x(std::int64_t c) const {
    if (context_ == nullptr) return quick_total(c, of_x_, lanes_of_x_);
    const double* kept = context_ + at(c) * rounded::kContext;
    QuickTotal total;
    total.add(QuickSums{{kept[1], kept[2]}, {kept[3], kept[4]}, 0});
    return total;
  }

  QuickTotal quick_total(std::int64_t c, const std::vector<QuickSums>& sums,
                         const std::vector<QuickLaneSums>& lanes) const {
    if (by_channel_) return QuickTotal(lanes[at(c)]);
    QuickTotal total;
    for (std::int64_t b = 0; b < walk_.partition().blocks(); ++b) total.add(sums[place(c, b)]);
    return total;
  }

  const Walk& walk_;
  const Tensor<const T>&x_, &dy_;
  const double* context_;
  std::vector<double> pivots_;
  bool by_channel_ = false;
  std::vector<QuickLaneSums> lanes_of_x_, lanes_of_dy_;  // by channel
  std::vector<QuickSums> of_x_, of_dy_;                  // else by channel and block
};

}  // namespace cpu
