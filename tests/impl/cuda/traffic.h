#pragma once

#include "tests/impl/cuda/batch.h"

// What the kernels move on a large machine, counted on one team's work on one unit.
namespace cuda {

/// An H200: 132 multiprocessors of 227 KiB (NVIDIA, CUDA C++ Programming Guide, table of compute
/// capability 9.0). Few threads, as each is a fiber: plans do not depend on how many.
inline Machine large_machine() { return {132, 64, 8, 227 << 10, 1024}; }

enum class Operation { training, backward };

/// A layer of a network: (images, channels, positions).
struct Layer {
  BatchShape shape;
  Order order;
  Operation operation;
};

/// Transfers of the whole tensor between memory and chip: 2 are the fewest of forward, 3 of
/// backward.
struct Transfers {
  double tensors = 0;   // by streams
  double partials = 0;  // what the blocks of a team lay down for each other, in the L2 cache
  Plan plan;
};

/// Plans for the layer, and runs the team's work on its first unit.
template <class T>
Transfers transfers_of(const Layer& layer);

}  // namespace cuda
