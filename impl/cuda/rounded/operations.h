#pragma once

#include "cuda/door.h"
#include "cuda/rounded/backward_passes.h"
#include "cuda/rounded/forward_passes.h"

namespace cuda {

/// Where things lie in the workspace, the sums of all channels first.
template <class T>
struct RoundedWorkspace {
  std::size_t lines = 0, whole = 0;

  RoundedWorkspace(const Extent& extent, bool has_totals, std::size_t line)
      : lines(has_totals ? static_cast<std::size_t>(extent.channels) * sizeof(Totals) : 0),
        whole(lines + static_cast<std::size_t>(extent.channels) * line) {}
  RoundedWorkspace(const bn_forward_args& args, const Extent& extent)
      : RoundedWorkspace(extent, args.mode == BN_TRAINING, sizeof(RoundedLine)) {}
  RoundedWorkspace(const bn_backward_args&, const Extent& extent)
      : RoundedWorkspace(extent, true, sizeof(RoundedGradient)) {}
};

/// Adds up all channels without error, so that every answer can be decided.
template <class T, class Launcher>
Totals* totals_of(const View<const T>& dy, const View<const T>& x, const Extent& extent,
                  void* workspace, Launcher& launcher) {
  auto* const totals = static_cast<Totals*>(workspace);
  const auto width = static_cast<std::size_t>(extent.width);
  const Machine machine = launcher.machine();
  Pass pass = tile_pass(extent, machine, dy.data == nullptr ? 1 : 2, sizeof(T));
  const std::size_t x_offset = (width * sizeof(Totals) + 15) / 16 * 16;
  pass.grid.shared_bytes += x_offset;
  launcher.zero(workspace, static_cast<std::size_t>(extent.channels) * sizeof(Totals));
  launcher.launch(pass.grid, TotalsPass<T>{extent, dy, x, pass.stretches, totals, x_offset,
                                           x_offset + pass.tile});
  return totals;
}

/// Returns how many bytes of shared memory a block needs to decide with.
inline std::size_t scratch_bytes(const Machine& machine) {
  return static_cast<std::size_t>(machine.threads) / 32 * sizeof(Scratch);
}

/// Returns a pass in which warps take channels.
inline Grid deciding_grid(const Extent& extent, const Machine& machine) {
  Grid grid = channel_grid(extent, machine);
  grid.shared_bytes = scratch_bytes(machine);
  return grid;
}

/// A pass over elements.
struct ElementPass {
  ElementMemory memory;
  Pass pass;

  ElementPass(const Extent& extent, const Machine& machine, std::size_t line) {
    memory.marks = static_cast<std::size_t>(extent.width) * line;
    memory.scratch = memory.marks + OpenValues::kWords * sizeof(std::int64_t);
    pass = shared_pass(extent, machine, memory.scratch + scratch_bytes(machine));
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
  auto* const lines = static_cast<RoundedLine*>(at(args.workspace, workspace.lines));
  launcher.launch(deciding_grid(extent, machine), RoundedLinesPass<T>{channels, lines});
  const ElementPass last(extent, machine, sizeof(RoundedLine));
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
  auto* const gradients = static_cast<RoundedGradient*>(at(args.workspace, workspace.lines));
  launcher.launch(deciding_grid(extent, machine), RoundedGradientsPass<T>{channels, gradients});
  if (tensors.dx.data == nullptr) return;
  const ElementPass last(extent, machine, sizeof(RoundedGradient));
  launcher.launch(last.pass.grid,
                  RoundedBackward<T>{channels, last.pass.stretches, gradients, last.memory});
}

/// Every value rounded correctly, but those of f64, which is as in DoubleOperations.
struct RoundedOperations {
  template <class T>
  static constexpr bool kIsRounded = !std::is_same_v<T, double>;

  template <class T, class Args, class Launcher>
  static void run(const Args& args, Launcher& launcher) {
    if constexpr (kIsRounded<T>) {
      run_rounded<T>(args, launcher);
    } else {
      DoubleOperations::run<T>(args, launcher);
    }
  }
  template <class T, class Args>
  static std::size_t workspace_of(const Args& args, const Machine& machine) {
    if constexpr (kIsRounded<T>) {
      return RoundedWorkspace<T>(args, extent_for<T>(args, machine.piece)).whole;
    } else {
      return DoubleOperations::workspace_of<T>(args, machine);
    }
  }

  static bn_contract contract(const bn_forward_args& args, std::uint32_t piece) {
    bn_contract contract = DoubleOperations::contract(args, piece);
    if (args.x.dtype == BN_F64) return contract;
    contract.summation = BN_EXACT;
    contract.summation_height = 0;
    contract.flags |= BN_CORRECTLY_ROUNDED;
    return contract;
  }
};

}  // namespace cuda
