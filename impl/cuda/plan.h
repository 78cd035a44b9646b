#pragma once

#include <cstddef>

#include "cuda/grid.h"
#include "cuda/team.h"

namespace cuda {

/// What a plan needs to know of the machine. Plans differ between machines, bits do not.
struct Machine {
  int multiprocessors = 1;
  int threads = 512;             // of a block
  int largest_cluster = 8;       // CUDA's portable limit
  std::size_t shared_bytes = 0;  // the most that a block may have
  std::uint32_t piece = 1024;    // values that are summed first: bits depend on it
};

/// How much shared memory a team's blocks need: each, for each piece of a share, and for what the
/// blocks of a cluster find of it.
struct SharedNeeds {
  std::size_t fixed, of_piece, of_findings;
};

/// Who holds a unit while its statistics are computed: a cluster, a team of a cooperative grid, or
/// nobody, so that there is a pass for each step.
enum class Method { cluster, grid, split };

struct Plan {
  Method method = Method::split;
  Team team;  // unless split
  Grid grid;  // likewise
};

/// Returns the smallest cluster whose memories hold a unit, or else the smallest team, if there is
/// room for a second one to work while the first one waits for itself.
Plan plan_of(const Extent& extent, const Machine& machine, const SharedNeeds& needs);

}  // namespace cuda
