#pragma once

#include <vector>

#include "cpu/rounded/by_channel.h"
#include "cpu/rounded/exact_channel.h"
#include "cpu/rounded/f64_sums.h"
#include "cpu/tensor.h"
#include "cpu/walk.h"

namespace cpu {

/// What answers for one channel are made of; plain as in Channel.
struct DoubleChannel {
  LongNear mean;
  LongNear spread;  // sum((x - mean)^2); of a batch
  LongNear invstd;
  bool is_plain = false;
};

/// Sums of a block: of x and its squares; dy and dy * x; ddx and ddx * x; ddx and ddx * dy.
enum class Of : int { x, dy, ddx, both };

/// What Problem is to narrower types.
class DoubleProblem {
 public:
  static constexpr std::int64_t kBlock = Partition::kBlock;

  /// So many of the sums are needed. Channels-last memory is taken as it is if all that is read
  /// and written is such memory, groups of channels fit, and nothing is overwritten.
  template <class Args>
  DoubleProblem(const Args& args, int sums, const bn_tensor& result, const bn_tensor& dy = {},
                const bn_tensor& ddx = {})
      : sums_of_a_block_(sums),
        training_(args.mode == BN_TRAINING),
        eps_(args.eps),
        x_(args.x),
        dy_(dy),
        ddx_(ddx),
        by_columns_(fits_columns(result, args.x.shape[1])),
        walk_(Shape(args.x), args.threads),
        running_mean_(args.running_mean),
        running_var_(args.running_var),
        exact_(walk_.shape().channels),
        sums_(channels() * blocks() * static_cast<std::size_t>(sums)) {
    if (sums > 0) set_centers();
  }

  bool is_training() const { return training_; }
  const Walk& walk() const { return walk_; }
  const Tensor<const double>& x() const { return x_; }
  const Tensor<const double>& dy() const { return dy_; }
  const Tensor<const double>& ddx() const { return ddx_; }
  std::size_t channels() const { return static_cast<std::size_t>(walk_.shape().channels); }
  double count() const { return static_cast<double>(walk_.shape().values()); }
  Block block(std::int64_t b) const { return walk_.partition()[b]; }

  bool by_columns() const { return by_columns_; }

  /// Sums up a block.
  void add(std::int64_t c, std::int64_t b);
  /// Sums up a block of so many channels, by columns; not of ddx.
  void add_columns(std::int64_t first, std::int64_t count, std::int64_t b);
  /// Adds up a channel's blocks.
  DoubleTotals totals(std::int64_t c, Of which) const;
  DoubleChannel channel(std::int64_t c) { return training_ ? batch(c) : running(c); }
  /// Returns the sum of the products of deviations from the means, of the sums' first factor and
  /// of their second one, the totals of which are given; in evaluation, that of x is the running
  /// mean, and other means are zero.
  LongNear centered(std::int64_t c, const DoubleTotals& first, const DoubleTotals& second,
                    bool second_is_x) const;
  /// Returns the sum of the values.
  LongNear sum(const DoubleTotals& totals) const;
  LongNear mean(const DoubleTotals& totals) const;

  /// Adds the channel up without error, the first time; what is not finite is left out.
  const ExactChannel& exact(std::int64_t c);
  bool is_finite(const Tensor<const double>& tensor, std::int64_t c) const;

 private:
  std::size_t blocks() const { return static_cast<std::size_t>(walk_.partition().blocks()); }
  std::size_t place(std::int64_t c, std::int64_t b) const {
    return (static_cast<std::size_t>(c) * blocks() + static_cast<std::size_t>(b)) *
           static_cast<std::size_t>(sums_of_a_block_);
  }
  double center(const Tensor<const double>& tensor, std::int64_t c) const;
  void set_centers();
  DoubleChannel batch(std::int64_t c);
  DoubleChannel running(std::int64_t c);
  void add_exactly(std::int64_t c, std::int64_t b, class DoubleChannelSums& sums) const;

  bool fits_columns(const bn_tensor& result, std::int64_t channels) const;

  int sums_of_a_block_;
  bool training_;
  double eps_;
  Tensor<const double> x_, dy_, ddx_;
  bool by_columns_;
  Walk walk_;
  Parameter running_mean_, running_var_;
  ByChannel<ExactChannel> exact_;
  std::vector<double> x_centers_, dy_centers_, ddx_centers_;
  std::vector<DoubleSums> sums_;  // by channel, block and Of
};

}  // namespace cpu
