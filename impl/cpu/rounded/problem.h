#pragma once

#include <cmath>
#include <vector>

#include "cpu/rounded/bounded_sums.h"
#include "cpu/rounded/exact_channels.h"
#include "cpu/rounded/statistics.h"
#include "cpu/rounded/wide_channel.h"
#include "cpu/tensor.h"
#include "cpu/walk.h"

namespace cpu {

/// What y and dx of one channel are made of. Plain: where the definition has no value, or inputs
/// are not finite, answers are what the formula gives in double.
struct Channel {
  LongMean mean;
  Near spread;  // sum((x - mean)^2); of a batch
  Near invstd;
  bool is_plain = false;
};

/// Which sums of a block are made: of x and x * x always.
enum Sum : int { of_squares, of_dy, of_ddx, of_both };  // dy and dy * x; ddx and ddx * x, ddx * dy

/// The inputs, with the statistics to normalize by: of the batch, or the running ones, of which
/// there is a pair in evaluation. What is absent reads as zeros.
template <class T>
class Problem {
 public:
  /// last is the last of the sums that are needed.
  template <class Args>
  Problem(const Args& args, Sum last, const bn_tensor& dy = {}, const bn_tensor& ddx = {})
      : sums_of_a_block_(last + 1),
        training_(args.mode == BN_TRAINING),
        eps_(args.eps),
        walk_(Shape(args.x), args.threads, kBlock),
        x_(args.x),
        dy_(dy),
        ddx_(ddx),
        running_mean_(args.running_mean),
        running_var_(args.running_var),
        exact_(walk_.shape().channels),
        sums_(channels() * blocks() * static_cast<std::size_t>(sums_of_a_block_)) {}

  static constexpr std::int64_t kBlock = Partition::kLongBlock;

  bool is_training() const { return training_; }
  const Walk& walk() const { return walk_; }
  const Tensor<const T>& x() const { return x_; }
  const Tensor<const T>& dy() const { return dy_; }
  const Tensor<const T>& ddx() const { return ddx_; }
  std::size_t channels() const { return static_cast<std::size_t>(walk_.shape().channels); }
  double count() const { return static_cast<double>(walk_.shape().values()); }
  Block block(std::int64_t b) const { return walk_.partition()[b]; }

  /// Sums up a block.
  void add(std::int64_t c, std::int64_t b) {
    T x_buffer[kBlock], dy_buffer[kBlock], ddx_buffer[kBlock];
    const Extent extent = {1, block(b).images * block(b).length};
    const Rows<const T> x = in_one_row(x_, c, b, x_buffer);
    BoundedSums* sums = sums_of(c, b);
    sums[of_squares] = bounded_squares<T>(x, extent);
    const int exponent = sums[of_squares].exponent;
    if (sums_of_a_block_ == 1) return;
    const Rows<const T> dy = in_one_row(dy_, c, b, dy_buffer);
    sums[of_dy] = bounded_products<T>(dy, x, extent, exponent);
    if (sums_of_a_block_ == 2) return;
    const Rows<const T> ddx = in_one_row(ddx_, c, b, ddx_buffer);
    sums[of_ddx] = bounded_products<T>(ddx, x, extent, exponent);
    sums[of_both] = bounded_products<T>(ddx, dy, extent, sums[of_dy].exponent);
  }

  /// Adds up blocks of adjacent channels in channels-last memory; not of ddx.
  void add_columns(std::int64_t first, std::int64_t count, std::int64_t b) {
    BoundedSums squares[kMostColumns], products[kMostColumns];
    const auto x = x_.columns(first, block(b));
    const Extent extent = block(b).extent();
    bounded_column_squares<T>(x, extent, first, count, squares);
    for (int i = 0; i < count; ++i) sums_of(first + i, b)[of_squares] = squares[i];
    if (sums_of_a_block_ == 1) return;
    bounded_column_products<T>(dy_.columns(first, block(b)), x, extent, first, count, squares,
                               products);
    for (int i = 0; i < count; ++i) sums_of(first + i, b)[of_dy] = products[i];
  }

  void total(std::int64_t c, Sum which, LongSum& values, LongSum& products) {
    for (std::int64_t b = 0; b < walk_.partition().blocks(); ++b) {
      sums_of(c, b)[which].add_to(values, products);
    }
    values.normalize();
    products.normalize();
  }

  Channel channel(std::int64_t c) { return training_ ? batch(c) : running(c); }

  /// Returns the channel in wide arithmetic.
  WideChannel wide(std::int64_t c) {
    LongSum dy, dy_x, x, xx;
    if (sums_of_a_block_ > of_dy) total(c, of_dy, dy, dy_x);
    if (!training_) return {running_mean_[c], running_var_[c], dy, dy_x, eps_};
    total(c, of_squares, x, xx);
    return {x, xx, dy, dy_x, count(), eps_};
  }

  /// Says whether all values of dy are the same number.
  bool has_constant_dy(std::int64_t c) const {
    T buffer[kBlock];
    const float first = FormatOf<T>::value(dy_.copy(c, {0, 1, 0, 1}, buffer).first[0]);
    for (std::int64_t b = 0; b < walk_.partition().blocks(); ++b) {
      const Block here = block(b);
      const Rows<const T> dy = in_one_row(dy_, c, b, buffer);
      const std::int64_t count = here.images * here.length;
      const bool same = std::all_of(dy.first, dy.first + count,
                                    [&](T value) { return FormatOf<T>::value(value) == first; });
      if (!same) return false;
    }
    return true;
  }

  /// Adds the channel up without error, the first time.
  const ExactChannel& exact(std::int64_t c) {
    return exact_.at(c, [&] {
      auto sums = std::make_unique<ChannelSums>();
      for (std::int64_t b = 0; b < walk_.partition().blocks(); ++b) add_exactly(c, b, *sums);
      return training_ ? ExactChannel(*sums, walk_.shape().values(), eps_)
                       : ExactChannel(*sums, running_mean_[c], running_var_[c], eps_);
    });
  }

 private:
  /// Returns a block's values as one row, where they are or copied to the buffer: sums in any
  /// order will do, and the ends of rows cost as much as whole groups.
  Rows<const T> in_one_row(const Tensor<const T>& tensor, std::int64_t c, std::int64_t b,
                           T* buffer) const {
    const Block here = block(b);
    const Rows<const T> rows = tensor.read(c, here, buffer);
    if (here.images == 1 || rows.stride == here.length) return rows;
    for (std::int64_t image = 0; image < here.images; ++image) {
      std::copy_n(rows.first + image * rows.stride, here.length, buffer + image * here.length);
    }
    return {buffer, 0};
  }

  static constexpr double kTight = 0x1p-40;  // what leaves one value in 2^15 undecided

  std::size_t blocks() const { return static_cast<std::size_t>(walk_.partition().blocks()); }
  BoundedSums* sums_of(std::int64_t c, std::int64_t b) {
    return &sums_[(static_cast<std::size_t>(c) * blocks() + static_cast<std::size_t>(b)) *
                  static_cast<std::size_t>(sums_of_a_block_)];
  }

  Channel batch(std::int64_t c) {
    LongSum x, xx;
    total(c, of_squares, x, xx);
    Channel channel;
    channel.mean = mean_of(x, count());
    channel.spread = centered(xx, channel.mean, x);
    if (!std::isfinite(channel.spread.value)) return plain(channel.mean.high, NAN);
    channel.invstd = inverse_sqrt(channel.spread / count() + Near{eps_, 0});
    if (channel.invstd.radius <= kTight * channel.invstd.value) return channel;
    const ExactChannel& exact = this->exact(c);
    const Near mean = exact.mean();
    if (!exact.has_root()) return plain(mean.value, 1 / std::sqrt(eps_));
    channel.mean = {mean.value, 0, mean.radius};
    channel.invstd = exact.invstd();
    return channel;
  }

  Channel running(std::int64_t c) const {
    const double mean = running_mean_[c], var = running_var_[c];
    const Near radicand = Near{var, 0} + Near{eps_, 0};
    const bool defined = std::isfinite(mean) && std::isfinite(var) && radicand.value > 0;
    if (!defined) return plain(mean, 1 / std::sqrt(radicand.value));
    return {{mean, 0, 0}, {}, inverse_sqrt(radicand), false};
  }

  static Channel plain(double mean, double invstd) {
    return {{mean, 0, 0}, {NAN, 0}, {invstd, 0}, true};
  }

  void add_exactly(std::int64_t c, std::int64_t b, ChannelSums& sums) const {
    T buffers[3][kBlock];
    const auto x = x_.copy(c, block(b), buffers[0]);
    const auto dy = dy_.copy(c, block(b), buffers[1]), ddx = ddx_.copy(c, block(b), buffers[2]);
    for (std::int64_t i = 0; i < block(b).images * block(b).length; ++i) {
      sums.add(FormatOf<T>::value(x.first[i]), FormatOf<T>::value(dy.first[i]),
               FormatOf<T>::value(ddx.first[i]));
    }
  }

  int sums_of_a_block_;
  bool training_;
  double eps_;
  Walk walk_;
  Tensor<const T> x_, dy_, ddx_;
  Parameter running_mean_, running_var_;
  ExactChannels exact_;
  std::vector<BoundedSums> sums_;  // by channel, block and Sum
};

/// Calls body(image, position) for each value of a block.
template <class Body>
void for_each_value(const Block& block, const Body& body) {
  for (std::int64_t image = 0; image < block.images; ++image) {
    for (std::int64_t i = 0; i < block.length; ++i) body(image, i);
  }
}

/// Calls settle(image, position) for the values of a block where is_done(image, position, count)
/// does not answer yes for a stretch that has them.
template <class IsDone, class Settle>
void for_each_undone(const Block& block, const IsDone& is_done, const Settle& settle) {
  constexpr std::int64_t kStretch = 64;
  for (std::int64_t image = 0; image < block.images; ++image) {
    for (std::int64_t i = 0; i < block.length; i += kStretch) {
      const std::int64_t count = std::min(kStretch, block.length - i);
      if (is_done(image, i, count)) continue;
      for (std::int64_t k = i; k < i + count; ++k) settle(image, k);
    }
  }
}

}  // namespace cpu
