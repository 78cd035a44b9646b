#pragma once

#include <optional>

#include "diagnosis/finding.h"
#include "diagnosis/observation.h"

namespace bncheck::diagnosis {

/// Puts a NaN or an infinity into one channel, and returns how it is hidden or spread.
std::optional<Finding> explain_by_special_values(const Suspect& suspect, const Problem& training,
                                                 const Problem& evaluation);

/// Puts an empty batch, and one of one value for each channel; returns what is wrong with that.
std::optional<Finding> explain_by_small_batches(const Suspect& suspect, const Problem& training);

}  // namespace bncheck::diagnosis
