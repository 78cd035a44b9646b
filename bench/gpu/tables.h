#pragma once

#include <string>

#include "bench/gpu/log.h"

namespace bncheck::gpu_bench {

/// Returns a page of Markdown: the machine, how fast it copies, a row for each measurement, and for
/// each implementation the sums over all layers. The log is rated.
std::string page_of(const Log& log);

/// Returns the sums over all layers: a table of who was timed at every task of its type, layout and
/// operation; nothing if no layer was counted.
std::string sums_of(const Log& log);

/// Returns the console's line of one measurement.
std::string line_of(const Row& row);

}  // namespace bncheck::gpu_bench
