#include "tests/impl/cuda/traffic.h"

namespace cuda {
namespace {

/// A tensor of a layer, whose data nobody looks at.
struct Named {
  std::int64_t lengths[3], strides[3];
  bn_tensor view(std::int32_t dtype) { return {this, lengths, strides, 3, dtype}; }
};

Named tensor_of(const Layer& layer) {
  const auto [n, c, s] = layer.shape;
  if (layer.order == Order::channels_last) return {{n, c, s}, {c * s, 1, c}};
  return {{n, c, s}, {c * s, s, 1}};
}

/// The team's part of the grid.
Grid grid_of_team(const Plan& plan) {
  Grid grid = plan.grid;
  grid.blocks = plan.team.blocks;
  return grid;
}

Transfers counted(const emulation::Traffic& traffic, const Layout& layout, std::size_t bytes) {
  const auto all = static_cast<double>(bytes);
  return {static_cast<double>(traffic.loaded_once_bytes + traffic.stored_once_bytes) / all,
          static_cast<double>(traffic.loaded_bytes + traffic.stored_bytes) / all, layout.plan};
}

template <class T>
class OneUnit {
 public:
  explicit OneUnit(const Layer& layer)
      : layer_(layer),
        whole_(*extent_of(tensor_of(layer).view(0), width(), large_machine().piece)),
        unit_(whole_),
        shape_{layer.shape.n, std::min<std::int64_t>(width(), layer.shape.c), layer.shape.s},
        x_(shape_, layer.order, 0),
        dy_(shape_, layer.order, 0),
        result_(shape_, layer.order, 0) {
    unit_.channels = static_cast<std::int32_t>(shape_.c);
  }

  Transfers training() {
    bn_forward_args args = {};
    args.mode = BN_TRAINING;
    args.x = x_.view();
    args.y = result_.view();
    return run(args, forward_needs(sizeof(T)), [&](const Layout& layout) {
      if (layout.plan.method == Method::cluster)
        return launch(layout, training_kernel<T, OfCluster>(args, unit_, layout));
      if (layout.plan.method == Method::grid)
        return launch(layout, training_kernel<T, OfGrid>(args, unit_, layout));
      split<T>(args, unit_, layout, *this);
    });
  }

  Transfers backward() {
    bn_backward_args args = {};
    args.mode = BN_TRAINING;
    args.x = x_.view();
    args.dy = dy_.view();
    args.dx = result_.view();
    return run(args, backward_needs(sizeof(T)), [&](const Layout& layout) {
      if (layout.plan.method == Method::cluster)
        return launch(layout, backward_kernel<T, OfCluster>(args, unit_, layout));
      if (layout.plan.method == Method::grid)
        return launch(layout, backward_kernel<T, OfGrid>(args, unit_, layout));
      split<T>(args, unit_, layout, *this);
    });
  }

  // As a launcher of passes.
  Machine machine() const { return large_machine(); }
  template <class Kernel>
  void launch(const Grid& grid, const Kernel& kernel) {
    traffic_ += emulation::launch(grid, kernel).traffic;
  }

 private:
  int width() const { return layer_.order == Order::channels_last ? 32 / sizeof(T) : 1; }

  template <class Args, class Launch>
  Transfers run(Args& args, const Needs& needs, const Launch& start) {
    const Layout layout = layout_of(whole_, large_machine(), needs);
    std::vector<Pack<double>> workspace(layout.workspace.whole / sizeof(Pack<double>) + 1);
    args.workspace = workspace.data();
    start(layout);
    return counted(traffic_, layout, static_cast<std::size_t>(shape_.size()) * sizeof(T));
  }

  template <class Kernel>
  void launch(const Layout& layout, const Kernel& kernel) {
    launch(grid_of_team(layout.plan), kernel);
  }

  Layer layer_;
  Extent whole_, unit_;
  BatchShape shape_;
  Buffer<T> x_, dy_, result_;
  emulation::Traffic traffic_;
};

}  // namespace

template <class T>
Transfers transfers_of(const Layer& layer) {
  OneUnit<T> unit(layer);
  return layer.operation == Operation::backward ? unit.backward() : unit.training();
}

template Transfers transfers_of<float>(const Layer& layer);
template Transfers transfers_of<BFloat16>(const Layer& layer);

}  // namespace cuda
