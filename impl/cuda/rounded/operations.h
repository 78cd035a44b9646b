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
  const Pass pass = shared_pass(extent, launcher.machine(), width * sizeof(Totals));
  launcher.zero(workspace, static_cast<std::size_t>(extent.channels) * sizeof(Totals));
  launcher.launch(pass.grid, TotalsPass<T>{extent, dy, x, pass.stretches, totals});
  return totals;
}

/// Returns how many bytes of shared memory the calculators of a block need.
inline std::size_t calculator_bytes(const Machine& machine) {
  return static_cast<std::size_t>(machine.threads) / 32 * kLimbBytes;
}

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
  Grid grid = channel_grid(extent, machine);
  grid.shared_bytes = calculator_bytes(machine);
  launcher.launch(grid, RoundedLinesPass<T>{channels, lines});
  const Pass pass = shared_pass(extent, machine, grid.shared_bytes);
  launcher.launch(pass.grid, RoundedForward<T>{channels, pass.stretches, lines});
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
  Grid grid = channel_grid(extent, machine);
  grid.shared_bytes = calculator_bytes(machine);
  launcher.launch(grid, RoundedGradientsPass<T>{channels, gradients});
  if (tensors.dx.data == nullptr) return;
  const Pass pass = shared_pass(extent, machine, grid.shared_bytes);
  launcher.launch(pass.grid, RoundedBackward<T>{channels, pass.stretches, gradients});
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
