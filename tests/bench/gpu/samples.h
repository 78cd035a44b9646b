#pragma once

#include "bench/gpu/log.h"

namespace bncheck::gpu_bench {

/// A task of this shape in f32, nchw and training.
Task task_of(const std::string& shape, int layers = 1);

/// A row that was timed, with this median.
Row timed(const std::string& implementation, const Task& task, double seconds);

/// A run on a device that does not exist, with made-up times: "fast" and "slow" at two tasks, of 1
/// GB of traffic each and of 1 and 6 layers. Copies run at 1000 and 2000 GB/s.
Log sample_log();

}  // namespace bncheck::gpu_bench
