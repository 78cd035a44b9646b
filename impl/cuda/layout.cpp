#include "cuda/layout.h"

#include <algorithm>

#include "cuda/backward_kernel.h"

namespace cuda {
namespace {

constexpr std::size_t up_to(std::size_t size, std::size_t alignment) {
  return (size + alignment - 1) / alignment * alignment;
}

constexpr std::size_t kPack = 16;         // bytes, of a Pack
constexpr std::size_t kAllocation = 256;  // bytes, what cudaMalloc aligns to

std::size_t width_of(const Extent& extent) { return static_cast<std::size_t>(extent.width); }

/// Returns the bytes of a piece of a unit of one tensor.
std::size_t tile_bytes(const Extent& extent, std::size_t element) {
  return extent.piece * static_cast<std::size_t>(pitch_of(extent.width)) * element;
}

SharedLayout shared_layout(const Extent& extent, const Plan& plan, const Needs& needs) {
  const bool in_cluster = plan.method == Method::cluster;
  const std::size_t share = plan.team.pieces_of_block, of_pieces = in_cluster ? share : 0;
  SharedLayout layout;
  layout.moments = up_to(needs.line * width_of(extent), kPack);
  layout.products = layout.moments + of_pieces * up_to(needs.moments * width_of(extent), kPack);
  layout.first_tile = layout.products + of_pieces * needs.products * width_of(extent);
  layout.second_tile = layout.first_tile + share * tile_bytes(extent, needs.element);
  return layout;
}

/// Of the findings of so many pieces, after what comes first.
WorkspaceLayout workspace_layout(std::size_t joined, std::size_t moments, std::size_t pieces,
                                 const Needs& needs) {
  WorkspaceLayout layout;
  layout.joined = joined;
  layout.moments = moments;
  layout.products = moments + up_to(pieces * needs.moments, kAllocation);
  layout.whole = layout.products + up_to(pieces * needs.products, kAllocation);
  return layout;
}

WorkspaceLayout workspace_layout(const Extent& extent, const Plan& plan, const Needs& needs) {
  if (plan.method == Method::cluster) return {};
  if (plan.method == Method::split) {
    const auto channels = static_cast<std::size_t>(extent.channels);
    return workspace_layout(0, up_to(channels * needs.line, kAllocation),
                            channels * extent.pieces(), needs);
  }
  const auto teams = static_cast<std::size_t>(plan.grid.blocks / plan.team.blocks);
  const std::size_t joined = up_to(teams * sizeof(unsigned), kAllocation);
  const std::size_t moments =
      joined + up_to(teams * GridTeam::kMostChannels * sizeof(Joined), kAllocation);
  return workspace_layout(joined, moments, teams * extent.pieces() * width_of(extent), needs);
}

/// An empty batch has a block, too, which finds nothing to do: there is no grid without any.
Pass pass(const Extent& extent, const Machine& machine, std::uint32_t pieces,
          std::size_t shared_bytes, int blocks_of_multiprocessor) {
  const std::uint32_t length = pieces * extent.piece;
  const std::int64_t stretches =
      std::int64_t{(extent.values + length - 1) / length} * extent.units();
  const std::int64_t most = std::int64_t{blocks_of_multiprocessor} * machine.multiprocessors;
  return {{length},
          {static_cast<int>(std::clamp<std::int64_t>(stretches, 1, most)), machine.threads, 1,
           shared_bytes, false}};
}

constexpr int kBlocks = 4;  // of a multiprocessor that work at once

}  // namespace

Needs forward_needs(std::size_t element) { return {sizeof(Line), sizeof(Moments), 0, 1, element}; }

Needs backward_needs(std::size_t element) {
  return {sizeof(Gradient), sizeof(Moments), sizeof(Products), 2, element};
}

Layout layout_of(const Extent& extent, const Machine& machine, const Needs& needs) {
  const std::size_t findings =
      up_to(needs.moments * width_of(extent), kPack) + needs.products * width_of(extent);
  Layout layout;
  layout.plan = plan_of(extent, machine,
                        {up_to(needs.line * width_of(extent), kPack),
                         needs.tensors * tile_bytes(extent, needs.element), findings});
  layout.shared = shared_layout(extent, layout.plan, needs);
  layout.workspace = workspace_layout(extent, layout.plan, needs);
  return layout;
}

Pass tile_pass(const Extent& extent, const Machine& machine, std::size_t tensors,
               std::size_t element) {
  const std::size_t of_piece = tensors * tile_bytes(extent, element);
  const std::size_t fitting = std::max<std::size_t>(machine.shared_bytes / kBlocks / of_piece, 1);
  const auto pieces =
      static_cast<std::uint32_t>(std::min<std::size_t>(fitting, std::max(extent.pieces(), 1U)));
  Pass result = pass(extent, machine, pieces, pieces * of_piece, kBlocks);
  result.tile = pieces * tile_bytes(extent, element);
  return result;
}

Pass line_pass(const Extent& extent, const Machine& machine) {
  return shared_pass(extent, machine, sizeof(Line) * width_of(extent));
}

Pass shared_pass(const Extent& extent, const Machine& machine, std::size_t shared_bytes) {
  constexpr std::uint32_t kValues = 1 << 14;  // of all channels of a unit
  const std::uint32_t most = kValues / static_cast<std::uint32_t>(extent.width) / extent.piece;
  return pass(extent, machine, std::max(most, 1U), shared_bytes, kBlocks);
}

Grid channel_grid(const Extent& extent, const Machine& machine) {
  const int warps = machine.threads / 32;
  return {std::min((extent.channels + warps - 1) / warps, kBlocks * machine.multiprocessors),
          machine.threads, 1, 0, false};
}

}  // namespace cuda
