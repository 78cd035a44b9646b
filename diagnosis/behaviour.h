#pragma once

#include <optional>

#include "diagnosis/finding.h"
#include "diagnosis/observation.h"
#include "diagnosis/probes.h"

namespace bncheck::diagnosis {

/// Returns what the same call, made several times and between other ones, does not answer alike.
std::optional<Finding> explain_by_repetition(const Suspect& suspect, const Problem& problem);

/// Returns the first contrast whose plain problem is answered rightly and whose other one is not.
std::optional<Finding> explain_by_contrast(const Suspect& suspect,
                                           const std::vector<Contrast>& contrasts);

/// Returns whether the answers break no law that one observation can show.
bool is_right(const Observation& seen);

}  // namespace bncheck::diagnosis
