#pragma once

#include "cuda/door.h"
#include "cuda/rounded/backward_passes.h"
#include "cuda/rounded/forward_passes.h"

namespace cuda {

/// Where things lie in the workspace, the sums of all channels first.
template <class T>
struct RoundedWorkspace {
  using Totals = TotalsOf<typename ParameterTypeOf<T>::Type>;

  std::size_t lines = 0, whole = 0;

  RoundedWorkspace(const Extent& extent, bool has_totals, std::size_t line)
      : lines(has_totals ? static_cast<std::size_t>(extent.channels) * sizeof(Totals) : 0),
        whole(lines + static_cast<std::size_t>(extent.channels) * line) {}
  RoundedWorkspace(const bn_forward_args& args, const Extent& extent)
      : RoundedWorkspace(extent, args.mode == BN_TRAINING, sizeof(LineOf<T>)) {}
  RoundedWorkspace(const bn_backward_args&, const Extent& extent)
      : RoundedWorkspace(extent, true, sizeof(GradientOf<T>)) {}
};

/// Adds up all channels without error, so that every answer can be decided.
template <class T, class Launcher>
auto* totals_of(const View<const T>& dy, const View<const T>& x, const Extent& extent,
                void* workspace, Launcher& launcher) {
  using Sums = typename TotalsPass<T>::Totals;
  auto* const totals = static_cast<Sums*>(workspace);
  const auto width = static_cast<std::size_t>(extent.width);
  const Machine machine = launcher.machine();
  Pass pass = tile_pass(extent, machine, dy.data == nullptr ? 1 : 2, sizeof(T));
  const std::size_t x_offset = (width * sizeof(Sums) + 15) / 16 * 16;
  pass.grid.shared_bytes += x_offset;
  launcher.zero(workspace, static_cast<std::size_t>(extent.channels) * sizeof(Sums));
  launcher.launch(pass.grid, TotalsPass<T>{extent, dy, x, pass.stretches, totals, x_offset,
                                           x_offset + pass.tile});
  return totals;
}

/// Returns how many warps of a block may decide.
template <class T>
int deciding_warps(const Machine& machine) {
  return std::min(machine.threads / 32, ForwardChannels<T>::Scratch::kMostWarps);
}

/// Returns how many bytes of shared memory they need.
template <class T>
std::size_t scratch_bytes(const Machine& machine) {
  using Scratches = typename ForwardChannels<T>::Scratch;
  return static_cast<std::size_t>(deciding_warps<T>(machine)) * sizeof(Scratches);
}

/// Returns a pass in which warps take channels.
template <class T>
Grid deciding_grid(const Extent& extent, Machine machine) {
  machine.threads = 32 * deciding_warps<T>(machine);
  Grid grid = channel_grid(extent, machine);
  grid.shared_bytes = scratch_bytes<T>(machine);
  return grid;
}

/// A pass over elements of this type, whose channels have constants of so many bytes.
template <class T>
struct ElementPass {
  ElementMemory memory;
  Pass pass;

  ElementPass(const Extent& extent, Machine machine, std::size_t line) {
    machine.threads = std::min(machine.threads, ForwardChannels<T>::Scratch::kElementThreads);
    memory.marks = static_cast<std::size_t>(extent.width) * line;
    memory.scratch = memory.marks + OpenValues::kWords * sizeof(std::int64_t);
    pass = shared_pass(extent, machine, memory.scratch + scratch_bytes<T>(machine));
  }
};

/// In passes: sums; lines or gradients, statistics and parameters; elements. What is open after
/// Ziv's test is decided at once, by the sums, so that any call may be in place.
template <class T, class Launcher>
void run_rounded(const bn_forward_args& args, Launcher& launcher) {
  const Machine machine = launcher.machine();
  const Extent extent = extent_for<T>(args, machine.piece);
  if (extent.values == 0 || extent.channels == 0) return;
  ForwardChannels<T> channels = {extent, tensors_of<T>(args, extent)};
  if (args.mode == BN_TRAINING) {
    channels.totals = totals_of({}, channels.tensors.x, extent, args.workspace, launcher);
  }
  const RoundedWorkspace<T> workspace(args, extent);
  auto* const lines = static_cast<LineOf<T>*>(at(args.workspace, workspace.lines));
  launcher.launch(deciding_grid<T>(extent, machine), RoundedLinesPass<T>{channels, lines});
  const ElementPass<T> last(extent, machine, sizeof(LineOf<T>));
  launcher.launch(last.pass.grid,
                  RoundedForward<T>{channels, last.pass.stretches, lines, last.memory});
}

template <class T, class Launcher>
void run_rounded(const bn_backward_args& args, Launcher& launcher) {
  const Machine machine = launcher.machine();
  const Extent extent = extent_for<T>(args, machine.piece);
  if (extent.channels == 0) return;
  BackwardChannels<T> channels = {extent, tensors_of<T>(args, extent)};
  const BackwardTensors<T>& tensors = channels.tensors;
  channels.totals = totals_of(tensors.dy, tensors.x, extent, args.workspace, launcher);
  const RoundedWorkspace<T> workspace(args, extent);
  auto* const gradients = static_cast<GradientOf<T>*>(at(args.workspace, workspace.lines));
  launcher.launch(deciding_grid<T>(extent, machine), RoundedGradientsPass<T>{channels, gradients});
  if (tensors.dx.data == nullptr) return;
  const ElementPass<T> last(extent, machine, sizeof(GradientOf<T>));
  launcher.launch(last.pass.grid,
                  RoundedBackward<T>{channels, last.pass.stretches, gradients, last.memory});
}

/// Every value rounded correctly.
struct RoundedOperations {
  template <class T, class Args, class Launcher>
  static void run(const Args& args, Launcher& launcher) {
    run_rounded<T>(args, launcher);
  }
  template <class T, class Args>
  static std::size_t workspace_of(const Args& args, const Machine& machine) {
    return RoundedWorkspace<T>(args, extent_for<T>(args, machine.piece)).whole;
  }

  static bn_contract contract(const bn_forward_args& args, std::uint32_t piece) {
    bn_contract contract = DoubleOperations::contract(args, piece);
    contract.summation = BN_EXACT;
    contract.summation_height = 0;
    contract.flags |= BN_CORRECTLY_ROUNDED;
    return contract;
  }
};

}  // namespace cuda
