#pragma once

#include <vector>

#include "bench/gpu/device.h"
#include "impl/bn_plugin.h"

namespace bncheck::gpu_bench {

/// Times the plug-ins at one task, in turns for so many seconds, and returns a row for each, in
/// their order. What each of them writes in the very calls that are timed is compared with the
/// truth first; who leaves an answer that is no number has failed, and is not timed.
std::vector<Row> contest(const std::vector<bn_plugin>& plugins, const Task& task, double seconds,
                         double cache_bytes, const Stream& stream);

}  // namespace bncheck::gpu_bench
