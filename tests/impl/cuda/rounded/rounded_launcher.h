#pragma once

#include "cuda/rounded/operations.h"
#include "tests/impl/cuda/answers.h"

namespace cuda {

/// Correctly rounded kernels by a launcher.
template <class Launcher>
struct Rounded {
  Launcher launcher;
  const Machine& machine() const { return launcher.machine(); }
};

/// The workspace is dirty, and has no pack more than was asked for.
template <class T, class Args, class Launcher>
void run_dirty(Args args, Launcher& launcher) {
  args.workspace_size = RoundedOperations::workspace_of<T>(args, launcher.machine());
  const Pack<double> dirt = {{-7e77, -7e77}};
  std::vector<Pack<double>> workspace((args.workspace_size + 15) / 16, dirt);
  args.workspace = workspace.data();
  RoundedOperations::run<T>(args, launcher);
}
template <class T, class Launcher>
void run(const bn_forward_args& args, Rounded<Launcher>& rounded) {
  run_dirty<T>(args, rounded.launcher);
}
template <class T, class Launcher>
void run(const bn_backward_args& args, Rounded<Launcher>& rounded) {
  run_dirty<T>(args, rounded.launcher);
}

}  // namespace cuda
