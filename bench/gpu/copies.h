#pragma once

#include <vector>

#include "bench/gpu/device.h"

namespace bncheck::gpu_bench {

/// Copies memory that no cache holds, in several ways: by a kernel of 16-byte vectors on several
/// numbers of blocks, and by cudaMemcpyAsync. Returns how fast each of them is.
std::vector<Copy> time_copies(const Session& session, const Stream& stream);

}  // namespace bncheck::gpu_bench
