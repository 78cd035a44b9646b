#pragma once

#include "cuda/evaluation_kernel.h"
#include "cuda/plan.h"

namespace cuda {

/// What an operation keeps, in bytes.
struct Needs {
  std::size_t line = 0;      // constants of a channel
  std::size_t moments = 0;   // of a piece of a channel
  std::size_t products = 0;  // likewise
  std::size_t tensors = 0;   // how many it reads
  std::size_t element = 0;   // of these
};

Needs forward_needs(std::size_t element);
Needs backward_needs(std::size_t element);

/// Where things lie in a block's shared memory, where lines come first.
struct SharedLayout {
  std::size_t moments = 0, products = 0, first_tile = 0, second_tile = 0;
};

/// Where they lie in the workspace: the counters of a grid's teams and what these joined, or the
/// lines of split passes, come first.
struct WorkspaceLayout {
  std::size_t joined = 0, moments = 0, products = 0, whole = 0;
};

struct Layout {
  Plan plan;
  SharedLayout shared;
  WorkspaceLayout workspace;
};

Layout layout_of(const Extent& extent, const Machine& machine, const Needs& needs);

/// A pass over stretches of all units: which, and on which grid.
struct Pass {
  Stretches stretches;
  Grid grid;
  std::size_t tile = 0;  // bytes of the stretch of a tensor in shared memory
};

/// A pass that keeps so many tensors' stretches in shared memory, or only the lines of a unit.
Pass tile_pass(const Extent& extent, const Machine& machine, std::size_t tensors,
               std::size_t element);
Pass line_pass(const Extent& extent, const Machine& machine);
/// One whose blocks have so much shared memory.
Pass shared_pass(const Extent& extent, const Machine& machine, std::size_t shared_bytes);
/// A pass in which warps take channels.
Grid channel_grid(const Extent& extent, const Machine& machine);

inline void* at(void* memory, std::size_t offset) {
  return memory == nullptr ? nullptr : static_cast<unsigned char*>(memory) + offset;
}

}  // namespace cuda
