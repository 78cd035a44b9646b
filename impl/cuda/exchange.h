#pragma once

#include <cstddef>

#include "cuda/sums.h"
#include "cuda/team.h"

namespace cuda {

/// Where the blocks of a team lay down what they found of their pieces, for each other: in their
/// shared memories. The team is a cluster, or a single block.
template <class Partial>
class ClusterExchange {
 public:
  template <class Context>
  BN_DEVICE ClusterExchange(Context&, const Extent& extent, const Team& team, Partial* own, void*)
      : own_(own), pieces_(team.pieces_of_block), width_(extent.width) {}

  template <class Context>
  BN_DEVICE void write(Context&, std::uint32_t piece, int channel, const Partial& partial) const {
    *place(piece, channel) = partial;
  }
  template <class Context>
  BN_DEVICE Partial read(Context& cx, std::uint32_t piece, int channel) const {
    if (cx.ranks() == 1) return *place(piece, channel);
    return cx.load_remote(place(piece, channel), static_cast<int>(piece / pieces_));
  }

 private:
  BN_DEVICE Partial* place(std::uint32_t piece, int channel) const {
    return own_ + piece % pieces_ * static_cast<std::uint32_t>(width_) + channel;
  }

  Partial* own_;
  std::uint32_t pieces_;
  int width_;
};

/// The same through device memory, for teams of any size in a cooperative grid.
template <class Partial>
class GridExchange {
 public:
  /// memory: for each team, a partial for each piece of each channel of a unit.
  template <class Context>
  BN_DEVICE GridExchange(Context& cx, const Extent& extent, const Team& team, Partial*,
                         void* memory)
      : partials_(static_cast<double*>(memory) +
                  cx.block() / team.blocks * numbers_of_team(extent)),
        width_(extent.width) {}

  BN_DEVICE static std::int64_t numbers_of_team(const Extent& extent) {
    return std::int64_t{extent.pieces()} * extent.width * kNumbers;
  }

  template <class Context>
  BN_DEVICE void write(Context& cx, std::uint32_t piece, int channel,
                       const Partial& partial) const {
    double numbers[kNumbers];
    __builtin_memcpy(numbers, &partial, sizeof partial);
    for (int i = 0; i < kNumbers; ++i) cx.store(place(piece, channel) + i, numbers[i]);
  }
  template <class Context>
  BN_DEVICE Partial read(Context& cx, std::uint32_t piece, int channel) const {
    double numbers[kNumbers];
    for (int i = 0; i < kNumbers; ++i) numbers[i] = cx.load(place(piece, channel) + i);
    Partial partial;
    __builtin_memcpy(&partial, numbers, sizeof partial);
    return partial;
  }

 private:
  static constexpr int kNumbers = sizeof(Partial) / sizeof(double);

  BN_DEVICE double* place(std::uint32_t piece, int channel) const {
    return partials_ + (std::int64_t{piece} * width_ + channel) * kNumbers;
  }

  double* partials_;
  int width_;
};

/// How the blocks of a cluster work together.
struct ClusterTeam {
  unsigned* counters = nullptr;  // none of these
  Joined* joined = nullptr;

  /// Waits until all have laid down what they found.
  template <class Context>
  BN_DEVICE void gather(Context& cx, const Team& team) const {
    team.blocks == 1 ? cx.sync_block() : cx.sync_cluster();
  }

  /// Calls use(c, join(c)) for all channels of a unit, as one lane, in each block; join is a
  /// warp's.
  template <class Context, class Join, class Use>
  BN_DEVICE void join(Context& cx, const Team&, int width, const Join& join, const Use& use) const {
    for (int c = cx.warp(); c < width; c += cx.warps()) {
      const Joined found = join(c);
      if (cx.lane() == 0) use(c, found);
    }
    cx.sync_block();
  }

  /// Waits until all have read what the next unit's will overwrite, or what goes with a block.
  template <class Context>
  BN_DEVICE void release(Context& cx, const Team& team) const {
    if (team.blocks > 1) cx.sync_cluster();
  }
};

/// How the blocks of a cooperative grid's team do. Each joins some channels, and all wait once
/// more: if each joined all, that would be as much to read as the tensors.
struct GridTeam {
  static constexpr std::int64_t kMostChannels = 16;  // of a unit: 32 bytes of halves

  unsigned* counters = nullptr;  // one for each team, zero at first
  Joined* joined = nullptr;      // one for each channel of each team's unit

  template <class Context>
  BN_DEVICE void gather(Context& cx, const Team& team) const {
    cx.sync_group(counters + cx.block() / team.blocks, static_cast<unsigned>(team.blocks));
  }

  template <class Context, class Join, class Use>
  BN_DEVICE void join(Context& cx, const Team& team, int width, const Join& join,
                      const Use& use) const {
    Joined* const own = joined + cx.block() / team.blocks * kMostChannels;
    const int rank = cx.block() % team.blocks;
    for (int c = rank + team.blocks * cx.warp(); c < width; c += team.blocks * cx.warps()) {
      const Joined found = join(c);
      if (cx.lane() != 0) continue;
      cx.store(&own[c].first, found.first);
      cx.store(&own[c].second, found.second);
    }
    cx.sync_group(counters + cx.block() / team.blocks, static_cast<unsigned>(team.blocks));
    for (int c = cx.thread(); c < width; c += cx.threads()) {
      use(c, Joined{cx.load(&own[c].first), cx.load(&own[c].second)});
    }
    cx.sync_block();
  }

  /// What blocks joined lies apart from what they find of the next unit; a block waits for itself.
  template <class Context>
  BN_DEVICE void release(Context& cx, const Team&) const {
    cx.sync_block();
  }
};

/// The two kinds of team.
struct OfCluster {
  template <class Partial>
  using Exchange = ClusterExchange<Partial>;
  using Blocks = ClusterTeam;
};
struct OfGrid {
  template <class Partial>
  using Exchange = GridExchange<Partial>;
  using Blocks = GridTeam;
};

}  // namespace cuda
