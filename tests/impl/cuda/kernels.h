#pragma once

#include <type_traits>
#include <vector>

#include "device.h"

// Small kernels, right as they stand; a false member plants a bug.
namespace cuda {

/// The same in all lanes: sums of pairs, which are the same whoever of the two adds.
template <class Context>
BN_DEVICE float warp_sum(Context& cx, float sum) {
  for (int mask = 16; mask > 0; mask /= 2) sum += cx.shuffle_xor(sum, mask);
  return sum;
}

/// Each block sums its share of values, through its shared memory; all its threads get the sum.
template <class Context>
BN_DEVICE float block_sum(Context& cx, const float* x, int count, bool waits = true) {
  float sum = 0;
  for (int i = cx.block() * cx.threads() + cx.thread(); i < count; i += cx.blocks() * cx.threads())
    sum += cx.load(x + i);
  sum = warp_sum(cx, sum);
  float* const sums = cx.template shared<float>(0);
  if (cx.lane() == 0) sums[cx.warp()] = sum;
  if (waits) cx.sync_block();
  return warp_sum(cx, cx.lane() < cx.warps() ? sums[cx.lane()] : 0);
}

struct BlockSums {
  const float* x;
  int count;
  float* sums;  // of each block
  bool waits = true;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    const float sum = block_sum(cx, x, count, waits);
    if (cx.thread() == 0) cx.store(sums + cx.block(), sum);
  }
};

/// As before, and the blocks of a cluster add up their sums in the order of their ranks.
struct ClusterSums {
  const float* x;
  int count;
  float* sums;  // of each block's cluster
  bool waits = true, waits_at_the_end = true;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    float* const own = cx.template shared<float>(32 * sizeof(float));
    const float part = block_sum(cx, x, count);
    if (cx.thread() == 0) *own = part;
    if (waits) cx.sync_cluster();
    float sum = 0;
    for (int rank = 0; rank < cx.ranks(); ++rank) sum += cx.load_remote(own, rank);
    if (cx.thread() == 0) cx.store(sums + cx.block(), sum);
    if (waits_at_the_end) cx.sync_cluster();
  }
};

/// As before, for groups of so many blocks of a cooperative grid, through memory, and twice: the
/// second time of what the first one gave.
struct GroupSums {
  const float* x;
  int count;
  float* parts;        // one for each block, for each of two rounds
  unsigned* counters;  // one for each group
  float* sums;         // of each block's group
  int group;           // blocks
  int awaited = 0;     // blocks; 0 for all of the group
  bool waits = true;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    float sum = block_sum(cx, x, count);
    for (int round = 0; round < 2; ++round) sum = group_sum(cx, parts + round * cx.blocks(), sum);
    if (cx.thread() == 0) cx.store(sums + cx.block(), sum);
  }

 private:
  template <class Context>
  BN_DEVICE float group_sum(Context& cx, float* round, float part) const {
    const int first = cx.block() / group * group;
    if (cx.thread() == 0) cx.store(round + cx.block(), part);
    if (waits)
      cx.sync_group(counters + first / group, static_cast<unsigned>(awaited ? awaited : group));
    float sum = 0;
    for (int i = 0; i < group; ++i) sum += cx.load(round + first + i);
    return sum;
  }
};

}  // namespace cuda
