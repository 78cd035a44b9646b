#pragma once

#include <vector>

#include "cpu/rounded/bounded_sums.h"
#include "cpu/rounded/by_channel.h"
#include "cpu/tensor.h"
#include "cpu/walk.h"

/// Sums that are cut at a grain (split_sum.h), of the channels that quick sums leave open.
namespace cpu {

/// A channel's sums, each with a bound that is far below the last bit of a double.
struct CutSums {
  LongSum x, xx, dy, dy_x, ddx, ddx_x, ddx_dy;
};

/// The cut sums of the channels that need them, each made once.
template <class T>
class CutStage {
 public:
  CutStage(const Walk& walk, const Tensor<const T>& x, const Tensor<const T>& dy,
           const Tensor<const T>& ddx)
      : walk_(walk), x_(x), dy_(dy), ddx_(ddx), sums_(walk.shape().channels) {}

  /// Cuts and adds up the channel, the first time.
  const CutSums& at(std::int64_t c) {
    return sums_.at(c, [&] { return cut_sums({c})[0]; });
  }
  bool knows(std::int64_t c) const { return sums_.knows(c); }
  /// Does so for many channels: a block's cache lines serve several of them.
  void make_all(const std::vector<std::int64_t>& channels) {
    const auto count = static_cast<std::int64_t>(channels.size());
    if (count == 0) return;
    const std::int64_t threads = std::min<std::int64_t>(walk_.threads(), count);
    const std::int64_t share = (count + threads - 1) / threads;
    parallel_for(threads, walk_.threads(), [&](std::int64_t thread) {
      const auto first = channels.begin() + std::min(thread * share, count);
      const auto last = channels.begin() + std::min((thread + 1) * share, count);
      const std::vector<CutSums> sums = cut_sums({first, last});
      for (auto c = first; c != last; ++c) {
        sums_.at(*c, [&] { return sums[static_cast<std::size_t>(c - first)]; });
      }
    });
  }

 private:
  std::vector<CutSums> cut_sums(const std::vector<std::int64_t>& channels) const {
    std::vector<CutSums> all(channels.size());
    for (std::int64_t b = 0; b < walk_.partition().blocks(); ++b) {
      for (std::size_t i = 0; i < channels.size(); ++i) add_cut(channels[i], b, all[i]);
    }
    for (CutSums& sums : all) {
      for (LongSum CutSums::*sum : {&CutSums::x, &CutSums::xx, &CutSums::dy, &CutSums::dy_x,
                                    &CutSums::ddx, &CutSums::ddx_x, &CutSums::ddx_dy}) {
        (sums.*sum).normalize();
      }
    }
    return all;
  }

  void add_cut(std::int64_t c, std::int64_t b, CutSums& sums) const {
    T buffers[3][Partition::kLongBlock];
    const Block here = walk_.partition()[b];
    const Extent extent = {1, here.images * here.length};
    const Rows<const T> x = in_one_row(x_, c, here, buffers[0]);
    const BoundedSums squares = bounded_squares<T>(x, extent);
    squares.add_to(sums.x, sums.xx);
    if (!dy_.present()) return;
    const Rows<const T> dy = in_one_row(dy_, c, here, buffers[1]);
    const BoundedSums of_dy = bounded_products<T>(dy, x, extent, squares.exponent);
    of_dy.add_to(sums.dy, sums.dy_x);
    if (!ddx_.present()) return;
    const Rows<const T> ddx = in_one_row(ddx_, c, here, buffers[2]);
    bounded_products<T>(ddx, x, extent, squares.exponent).add_to(sums.ddx, sums.ddx_x);
    LongSum again;
    bounded_products<T>(ddx, dy, extent, of_dy.exponent).add_to(again, sums.ddx_dy);
  }

  const Walk& walk_;
  const Tensor<const T>&x_, &dy_, &ddx_;
  ByChannel<CutSums> sums_;
};

}  // namespace cpu
