#pragma once

#include <string>
#include <vector>

#include "diagnosis/finding.h"
#include "diagnosis/observation.h"

namespace bncheck::diagnosis {

/// Returns what a fault says by itself; it happened on a problem like this.
std::vector<Finding> explain_fault(const std::string& message, const Config& problem);

/// Returns what a call says that ended the process, or never ended.
std::vector<Finding> explain_end(const Observation& seen);

}  // namespace bncheck::diagnosis
