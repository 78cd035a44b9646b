#include "cuda/plan.h"

#include <algorithm>

namespace cuda {
namespace {

std::uint32_t divided_up(std::uint32_t a, std::uint32_t b) { return (a + b - 1) / b; }

/// An empty batch has room for a piece, too: all places in memory are those of others.
std::uint32_t share_of(const Extent& extent, int blocks) {
  return std::max(divided_up(extent.pieces(), static_cast<std::uint32_t>(blocks)), 1U);
}

std::size_t shared_bytes(const SharedNeeds& needs, std::uint32_t share, bool in_cluster) {
  return needs.fixed + (needs.of_piece + (in_cluster ? needs.of_findings : 0)) * share;
}

/// Returns the most that a block may have if two are to share a multiprocessor: of every block's
/// shared memory the system keeps 1 KiB (CUDA C++ Programming Guide, compute capability 9.0).
std::size_t half_of(std::size_t shared_bytes) {
  constexpr std::size_t kKept = 1024;
  return (shared_bytes + kKept) / 2 - kKept;
}

/// Clusters grow while their memories are too small, up to half of what there is so that two blocks
/// share a multiprocessor, and while multiprocessors would have nothing to do.
Plan cluster_plan(const Extent& extent, const Machine& machine, const SharedNeeds& needs) {
  const auto bytes = [&](int blocks) {
    return shared_bytes(needs, share_of(extent, blocks), true);
  };
  int blocks = 1;
  const auto may_grow = [&] {
    return 2 * blocks <= machine.largest_cluster &&
           static_cast<std::uint32_t>(2 * blocks) <= extent.pieces();
  };
  while (may_grow() && (bytes(blocks) > half_of(machine.shared_bytes) ||
                        blocks * extent.units() < machine.multiprocessors)) {
    blocks *= 2;
  }
  if (bytes(blocks) > machine.shared_bytes) return {};
  return {Method::cluster,
          {blocks, share_of(extent, blocks)},
          {extent.units() * blocks, machine.threads, blocks, bytes(blocks), false}};
}

Plan grid_plan(const Extent& extent, const Machine& machine, const SharedNeeds& needs) {
  const std::size_t room = machine.shared_bytes - std::min(needs.fixed, machine.shared_bytes);
  const auto most = static_cast<std::uint32_t>(room / needs.of_piece);
  if (most == 0) return {};
  const auto blocks = static_cast<int>(divided_up(extent.pieces(), most));
  const int teams = std::min(machine.multiprocessors / blocks, extent.units());
  if (teams < 2) return {};
  const std::uint32_t share = share_of(extent, blocks);
  return {Method::grid,
          {blocks, share},
          {teams * blocks, machine.threads, 1, shared_bytes(needs, share, false), true}};
}

}  // namespace

Plan plan_of(const Extent& extent, const Machine& machine, const SharedNeeds& needs) {
  const Plan plan = cluster_plan(extent, machine, needs);
  return plan.method == Method::cluster ? plan : grid_plan(extent, machine, needs);
}

}  // namespace cuda
