#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <vector>

#include "cpu/rounded/cut_stage.h"
#include "cpu/rounded/exact_channel.h"
#include "cpu/rounded/long_channel.h"
#include "cpu/rounded/quick_stage.h"
#include "cpu/tensor.h"
#include "cpu/walk.h"

namespace cpu {

/// What y and dx of one channel are made of. Plain: where the definition has no value, or inputs
/// are not finite, answers are what the formula gives in double.
struct Channel {
  LongNear mean;
  Near spread;  // sum((x - mean)^2); of a batch
  Near invstd;
  bool is_plain = false;
};

/// The inputs, with the statistics to normalize by: of the batch, or the running ones, of which
/// there is a pair in evaluation. What is absent reads as zeros. A context is what keep() wrote of
/// the same x.
template <class T>
class Problem {
 public:
  template <class Args>
  explicit Problem(const Args& args, const bn_tensor& dy = {}, const bn_tensor& ddx = {},
                   const double* context = nullptr)
      : training_(args.mode == BN_TRAINING),
        eps_(args.eps),
        x_(args.x),
        walk_(Shape(args.x), args.threads, partition(args.x, x_, args.threads)),
        dy_(dy),
        ddx_(ddx),
        running_mean_(args.running_mean),
        running_var_(args.running_var),
        quick_(walk_, x_, dy_, context),
        cut_(walk_, x_, dy_, ddx_),
        exact_(walk_.shape().channels) {
    if (context != nullptr) return;
    for (std::int64_t c = 0; c < walk_.shape().channels; ++c) quick_.set_pivot(c, pivot_of(c));
  }

  static constexpr std::int64_t kBlock = Partition::kLongBlock;

  bool is_training() const { return training_; }
  const Walk& walk() const { return walk_; }
  const Tensor<const T>& x() const { return x_; }
  const Tensor<const T>& dy() const { return dy_; }
  const Tensor<const T>& ddx() const { return ddx_; }
  std::size_t channels() const { return static_cast<std::size_t>(walk_.shape().channels); }
  double count() const { return static_cast<double>(walk_.shape().values()); }
  Block block(std::int64_t b) const { return walk_.partition()[b]; }
  QuickStage<T>& quick() { return quick_; }
  CutStage<T>& cut() { return cut_; }

  Channel channel(std::int64_t c) { return training_ ? batch(c) : running(c); }
  /// Returns the batch's statistics by cut sums, unless these cancel: then channel() knows better.
  std::optional<Channel> cut_channel(std::int64_t c) {
    const Channel channel = channel_by_cut_sums(c);
    return is_tight(channel) ? std::optional(channel) : std::nullopt;
  }

  /// Returns the channel in 106 bits; in evaluation without sums, which no element needs.
  LongChannel long_channel(std::int64_t c) {
    if (!training_) return {running_mean_[c], running_var_[c], {}, {}, eps_};
    const CutSums& sums = cut_.at(c);
    return {sums.x, sums.xx, sums.dy, sums.dy_x, count(), eps_};
  }

  /// Writes a parameter: the number that all that the value may be rounds to; or what 106
  /// bits say, or exactly(). Both keep what they need.
  template <class Longer, class Exactly>
  void put(const bn_tensor& tensor, std::int64_t c, Near value, const Longer& longer,
           const Exactly& exactly) {
    put(tensor, c, value, longer, exactly, std::isfinite(value.value));
  }
  /// The same of a value that may exist, though double overflows.
  template <class Longer, class Exactly>
  void put(const bn_tensor& tensor, std::int64_t c, Near value, const Longer& longer,
           const Exactly& exactly, bool exists) {
    if (tensor.data == nullptr) return;
    if (const std::optional<float> agreed = cpu::agreed<float>(value)) {
      return Parameter(tensor).set(c, *agreed);
    }
    if (!exists) return Parameter(tensor).set(c, value.value);
    const auto decide = [this, tensor, c, longer, exactly] {
      Parameter(tensor).set(c, agreed_or<float>(longer(long_channel_with_sums(c)), exactly));
    };
    if (!waits_ || cut_.knows(c)) return decide();
    late_.push_back({c, decide});
  }

  /// From now on, parameters whose channels would have to be cut wait; put() is called by one
  /// thread.
  void wait() { waits_ = true; }
  /// Cuts these channels and those that parameters wait for, in one sweep, and writes the latter.
  void cut_and_write(std::vector<std::int64_t> channels) {
    for (const Late& late : late_) channels.push_back(late.channel);
    std::sort(channels.begin(), channels.end());
    channels.erase(std::unique(channels.begin(), channels.end()), channels.end());
    cut_.make_all(channels);
    for (const Late& late : late_) late.write();
  }

  /// Says whether all values of dy are the same number.
  bool has_constant_dy(std::int64_t c) const {
    T buffer[kBlock];
    const float first = value_at(dy_, c, 0, 0);
    for (std::int64_t b = 0; b < walk_.partition().blocks(); ++b) {
      const Block here = block(b);
      const Rows<const T> dy = in_one_row(dy_, c, here, buffer);
      const std::int64_t count = here.images * here.length;
      const bool same = std::all_of(dy.first, dy.first + count,
                                    [&](T value) { return FormatOf<T>::value(value) == first; });
      if (!same) return false;
    }
    return true;
  }

  /// Adds the channel up without error, the first time. It has no infinities: what rests on one is
  /// not asked of it.
  const ExactChannel& exact(std::int64_t c) {
    return exact_.at(c, [&] {
      auto sums = std::make_unique<ChannelSums>();
      for (std::int64_t b = 0; b < walk_.partition().blocks(); ++b) add_exactly(c, b, *sums);
      const auto finite = [](double value) { return std::isfinite(value) ? value : 0; };
      if (training_) return ExactChannel(*sums, walk_.shape().values(), finite(eps_));
      return ExactChannel(*sums, finite(running_mean_[c]), finite(running_var_[c]), finite(eps_));
    });
  }

  /// Returns the largest magnitude of three values.
  double sample(std::int64_t c) const {
    const std::int64_t images = walk_.shape().images, positions = walk_.shape().positions;
    return std::max({std::fabs(value_at(x_, c, 0, 0)),
                     std::fabs(value_at(x_, c, images / 2, positions / 2)),
                     std::fabs(value_at(x_, c, images - 1, positions - 1))});
  }

 private:
  /// Sums of channels-last memory are made of long blocks, as each has its own, but not of so few
  /// that threads would have to share rows of channels.
  static Partition partition(const bn_tensor& x, const Tensor<const T>& values, int threads) {
    const Shape shape(x);
    if (!values.has_columns()) return Partition(shape);
    const int count = thread_count(threads, shape.values() * shape.channels);
    const int shares = count == 1 ? 1 : 4 * count;
    return {shape,
            std::clamp<std::int64_t>(shape.values() / shares, Partition::kLeastBlock, kBlock)};
  }

  static constexpr double kTight = 0x1p-40;  // what leaves one value in 2^15 undecided

  LongChannel long_channel_with_sums(std::int64_t c) {
    if (training_) return long_channel(c);
    return {running_mean_[c], running_var_[c], cut_.at(c).dy, cut_.at(c).dy_x, eps_};
  }

  static float value_at(const Tensor<const T>& tensor, std::int64_t c, std::int64_t image,
                        std::int64_t position) {
    T value;
    return FormatOf<T>::value(*tensor.copy(c, {image, 1, position, 1}, &value).first);
  }

  /// Returns a number that is likely to be near all values: what is rounded off sums of the
  /// differences from it has to be small beside these.
  double pivot_of(std::int64_t c) const {
    if (!training_) return running_mean_[c];
    const std::int64_t images = walk_.shape().images, positions = walk_.shape().positions;
    return middle_of(value_at(x_, c, 0, 0), value_at(x_, c, images / 2, positions / 2),
                     value_at(x_, c, images - 1, positions - 1));
  }

  /// Returns the batch's statistics by the quick sums if they are good enough, else by cut ones,
  /// else by those without error.
  Channel batch(std::int64_t c) {
    const PivotSums quick = quick_.x(c);
    const Channel channel = statistics(quick.x, quick.xx, quick.pivot);
    if (is_tight(channel)) return channel;
    Channel better = channel_by_cut_sums(c);
    if (!std::isfinite(better.spread.value)) return plain(better.mean.high, NAN);
    if (is_tight(better)) return better;
    const ExactChannel& exact = this->exact(c);
    better.mean = exact.mean();
    better.is_plain = !exact.has_root();
    better.invstd = better.is_plain ? Near{1 / std::sqrt(eps_), 0} : exact.invstd().near();
    return better;
  }

  Channel statistics(const LongSum& x, const LongSum& xx, double pivot) const {
    const LongNear mean = mean_of(x, count());
    const Near spread = centered(xx, mean, x).near();
    return {mean + pivot, spread, inverse_sqrt(spread / count() + Near{eps_, 0}), false};
  }

  Channel channel_by_cut_sums(std::int64_t c) {
    const CutSums& sums = cut_.at(c);
    return statistics(sums.x, sums.xx, 0);
  }

  static bool is_tight(const Channel& channel) {
    return channel.invstd.radius <= kTight * channel.invstd.value &&
           channel.mean.radius * channel.invstd.value <= kTight;
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

  /// A parameter that waits.
  struct Late {
    std::int64_t channel;
    std::function<void()> write;
  };

  bool training_;
  double eps_;
  Tensor<const T> x_;
  Walk walk_;
  Tensor<const T> dy_, ddx_;
  Parameter running_mean_, running_var_;
  QuickStage<T> quick_;
  CutStage<T> cut_;
  ByChannel<ExactChannel> exact_;
  bool waits_ = false;
  std::vector<Late> late_;
};

/// Calls body(image, position) for each value of a block.
template <class Body>
void for_each_value(const Block& block, const Body& body) {
  for (std::int64_t image = 0; image < block.images; ++image) {
    for (std::int64_t i = 0; i < block.length; ++i) body(image, i);
  }
}

/// Calls take(a stretch of a block) for stretches of so many values of adjacent channels that one
/// of them seldom has a value that is left undecided.
template <class Take>
void for_each_stretch(const Block& block, std::int64_t channels, const Take& take) {
  const std::int64_t most = (std::int64_t{1} << 12) / channels + 4;
  for (std::int64_t image = 0; image < block.images; ++image) {
    for (std::int64_t i = 0; i < block.length; i += most) {
      take(Block{block.image + image, 1, block.start + i, std::min(most, block.length - i)});
    }
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
