#pragma once

#include <string>

#include "bench/gpu/log.h"

namespace bncheck::gpu_bench {

/// Return lines of JSON: one for the session, one for all copies, one for a row, which is rated.
std::string record_of(const Session& session);
std::string record_of(const std::vector<Copy>& copies);
std::string record_of(const Row& row);

/// Reads what these wrote, or gpu_bench_torch.py; of the times, the median alone. Throws UsageError
/// that names the file and the line.
Log read_log(const std::string& file);

}  // namespace bncheck::gpu_bench
