#pragma once

#include <optional>
#include <span>

#include "diagnosis/finding.h"
#include "diagnosis/observation.h"
#include "diagnosis/probes.h"

namespace bncheck::diagnosis {

/// Returns what the same call, made several times by each of two new instances, is not answered
/// alike: state, if both instances go the same way through wrong answers, and chance otherwise.
std::optional<Finding> explain_by_repetition(const Suspect& suspect, const Problem& problem);

/// Returns that something is kept between calls, if a new instance answers one of the problems
/// rightly that were answered wrongly.
std::optional<Finding> explain_by_state(const Suspect& suspect,
                                        std::span<const Observation> observations);

/// Returns the first contrast whose plain problem is answered rightly and whose other one is not.
std::optional<Finding> explain_by_contrast(const Suspect& suspect,
                                           const std::vector<Contrast>& contrasts);

/// Returns whether the answers break no law that one observation can show.
bool is_right(const Observation& seen);

}  // namespace bncheck::diagnosis
