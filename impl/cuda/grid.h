#pragma once

#include <cstddef>

namespace cuda {

/// How many blocks of how many threads run a kernel. Blocks form clusters of so many, which share
/// their memories; those of a cooperative grid all run at once.
struct Grid {
  int blocks = 1;
  int threads = 32;
  int cluster = 1;
  std::size_t shared_bytes = 0;  // for each block
  bool cooperative = false;
};

}  // namespace cuda
