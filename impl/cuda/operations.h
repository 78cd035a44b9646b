#pragma once

#include <initializer_list>

#include "cuda/backward_kernel.h"
#include "cuda/forward_kernel.h"
#include "cuda/host_tensor.h"
#include "cuda/layout.h"
#include "cuda/split_kernels.h"

namespace cuda {

/// Units are as wide as a sector of memory, 32 bytes, where all tensors have adjacent channels, or
/// a single value for all, as the gradient of a sum has.
template <class T>
int width_for(std::initializer_list<bn_tensor> tensors) {
  bool any_adjacent = false;
  for (const bn_tensor& tensor : tensors) {
    if (tensor.data == nullptr) continue;
    const bool is_adjacent = has_adjacent_channels(tensor);
    if (!is_adjacent && tensor.strides[1] != 0) return 1;
    any_adjacent |= is_adjacent;
  }
  return any_adjacent ? 32 / sizeof(T) : 1;
}

template <class T>
Extent extent_for(const bn_forward_args& args, std::uint32_t piece) {
  return *extent_of(args.x, width_for<T>({args.x, args.y}), piece);
}
template <class T>
Extent extent_for(const bn_backward_args& args, std::uint32_t piece) {
  return *extent_of(args.x, width_for<T>({args.dy, args.x, args.dx}), piece);
}

template <class T>
ForwardTensors<T> tensors_of(const bn_forward_args& args, const Extent& extent) {
  using P = typename ParameterTypeOf<T>::Type;
  ForwardTensors<T> tensors;
  tensors.x = view_of<const T>(args.x, extent);
  tensors.y = view_of<T>(args.y, extent);
  tensors.weight = parameter_of<const P>(args.weight);
  tensors.bias = parameter_of<const P>(args.bias);
  tensors.running_mean = parameter_of<P>(args.running_mean);
  tensors.running_var = parameter_of<P>(args.running_var);
  tensors.save_mean = parameter_of<P>(args.save_mean);
  tensors.save_invstd = parameter_of<P>(args.save_invstd);
  tensors.eps = args.eps;
  tensors.momentum = args.momentum;
  return tensors;
}

template <class T>
BackwardTensors<T> tensors_of(const bn_backward_args& args, const Extent& extent) {
  using P = typename ParameterTypeOf<T>::Type;
  BackwardTensors<T> tensors;
  tensors.dy = view_of<const T>(args.dy, extent);
  tensors.x = view_of<const T>(args.x, extent);
  tensors.dx = view_of<T>(args.dx, extent);
  tensors.weight = parameter_of<const P>(args.weight);
  tensors.running_mean = parameter_of<const P>(args.running_mean);
  tensors.running_var = parameter_of<const P>(args.running_var);
  tensors.dweight = parameter_of<P>(args.dweight);
  tensors.dbias = parameter_of<P>(args.dbias);
  tensors.eps = args.eps;
  tensors.training = args.mode == BN_TRAINING;
  return tensors;
}

template <class T, class Kind>
TrainingForward<T, Kind> training_kernel(const bn_forward_args& args, const Extent& extent,
                                         const Layout& layout) {
  TrainingForward<T, Kind> kernel;
  kernel.extent = extent;
  kernel.team = layout.plan.team;
  kernel.tensors = tensors_of<T>(args, extent);
  kernel.blocks.counters = static_cast<unsigned*>(args.workspace);
  kernel.blocks.joined = static_cast<Joined*>(at(args.workspace, layout.workspace.joined));
  kernel.partials = at(args.workspace, layout.workspace.moments);
  kernel.partials_offset = layout.shared.moments;
  kernel.tile_offset = layout.shared.first_tile;
  return kernel;
}

template <class T, class Kind>
Backward<T, Kind> backward_kernel(const bn_backward_args& args, const Extent& extent,
                                  const Layout& layout) {
  Backward<T, Kind> kernel;
  kernel.extent = extent;
  kernel.team = layout.plan.team;
  kernel.tensors = tensors_of<T>(args, extent);
  kernel.blocks.counters = static_cast<unsigned*>(args.workspace);
  kernel.blocks.joined = static_cast<Joined*>(at(args.workspace, layout.workspace.joined));
  kernel.moments_of_pieces = at(args.workspace, layout.workspace.moments);
  kernel.products_of_pieces = at(args.workspace, layout.workspace.products);
  kernel.moments_offset = layout.shared.moments;
  kernel.products_offset = layout.shared.products;
  kernel.dy_offset = layout.shared.first_tile;
  kernel.x_offset = layout.shared.second_tile;
  return kernel;
}

/// Launches the passes of training one by one.
template <class T, class Launcher>
void split(const bn_forward_args& args, const Extent& extent, const Layout& layout,
           Launcher& launcher) {
  const ForwardTensors<T> tensors = tensors_of<T>(args, extent);
  const Machine machine = launcher.machine();
  auto* const lines = static_cast<Line*>(args.workspace);
  auto* const partials = static_cast<Moments*>(at(args.workspace, layout.workspace.moments));
  const Pass sums = tile_pass(extent, machine, 1, sizeof(T)), apply = line_pass(extent, machine);
  launcher.launch(sums.grid, MomentsPass<T>{extent, tensors.x, sums.stretches, partials});
  launcher.launch(channel_grid(extent, machine), LinesPass<T>{extent, tensors, partials, lines});
  launcher.launch(apply.grid, ForwardOnLines<T>{extent, tensors, apply.stretches, lines});
}

/// Launches the passes of backward one by one.
template <class T, class Launcher>
void split(const bn_backward_args& args, const Extent& extent, const Layout& layout,
           Launcher& launcher) {
  const BackwardTensors<T> tensors = tensors_of<T>(args, extent);
  const Machine machine = launcher.machine();
  auto* const gradients = static_cast<Gradient*>(args.workspace);
  auto* const moments = static_cast<Moments*>(at(args.workspace, layout.workspace.moments));
  auto* const products = static_cast<Products*>(at(args.workspace, layout.workspace.products));
  const Grid channels = channel_grid(extent, machine);
  if (tensors.training) {
    const Pass sums = tile_pass(extent, machine, 1, sizeof(T));
    launcher.launch(sums.grid, MomentsPass<T>{extent, tensors.x, sums.stretches, moments});
  }
  launcher.launch(channels, CentersPass<T>{extent, tensors, moments, gradients});
  const Pass sums = tile_pass(extent, machine, 2, sizeof(T));
  launcher.launch(sums.grid, ProductsPass<T>{extent, tensors.dy, tensors.x, sums.stretches,
                                             sums.tile, gradients, products});
  launcher.launch(channels, GradientsPass<T>{extent, tensors, products, gradients});
  if (tensors.dx.data == nullptr) return;
  const Pass apply = line_pass(extent, machine);
  launcher.launch(apply.grid, DxPass<T>{extent, tensors, apply.stretches, gradients});
}

/// Launches what answers a call. A launcher has machine(), launch(grid, kernel) and
/// zero(memory, bytes), all in order.
template <class T, class Launcher>
void run(const bn_forward_args& args, Launcher& launcher) {
  const Machine machine = launcher.machine();
  const Extent extent = extent_for<T>(args, machine.piece);
  if (extent.values == 0 || extent.channels == 0) return;
  if (args.mode == BN_EVAL) {
    const Pass pass = line_pass(extent, machine);
    launcher.launch(pass.grid,
                    ForwardOnLines<T>{extent, tensors_of<T>(args, extent), pass.stretches});
    return;
  }
  const Layout layout = layout_of(extent, machine, forward_needs(sizeof(T)));
  switch (layout.plan.method) {
    case Method::cluster:
      return launcher.launch(layout.plan.grid, training_kernel<T, OfCluster>(args, extent, layout));
    case Method::grid:
      launcher.zero(args.workspace, layout.workspace.joined);
      return launcher.launch(layout.plan.grid, training_kernel<T, OfGrid>(args, extent, layout));
    case Method::split: return split<T>(args, extent, layout, launcher);
  }
}

template <class T, class Launcher>
void run(const bn_backward_args& args, Launcher& launcher) {
  const Machine machine = launcher.machine();
  const Extent extent = extent_for<T>(args, machine.piece);
  if (extent.channels == 0) return;
  const Layout layout = layout_of(extent, machine, backward_needs(sizeof(T)));
  switch (layout.plan.method) {
    case Method::cluster:
      return launcher.launch(layout.plan.grid, backward_kernel<T, OfCluster>(args, extent, layout));
    case Method::grid:
      launcher.zero(args.workspace, layout.workspace.joined);
      return launcher.launch(layout.plan.grid, backward_kernel<T, OfGrid>(args, extent, layout));
    case Method::split: return split<T>(args, extent, layout, launcher);
  }
}

/// Returns how many bytes of workspace a call needs on a machine.
template <class T>
std::size_t workspace_of(const bn_forward_args& args, const Machine& machine) {
  const Extent extent = extent_for<T>(args, machine.piece);
  if (args.mode == BN_EVAL || extent.values == 0) return 0;
  return layout_of(extent, machine, forward_needs(sizeof(T))).workspace.whole;
}
template <class T>
std::size_t workspace_of(const bn_backward_args& args, const Machine& machine) {
  const Extent extent = extent_for<T>(args, machine.piece);
  return layout_of(extent, machine, backward_needs(sizeof(T))).workspace.whole;
}

}  // namespace cuda
