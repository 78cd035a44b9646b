#pragma once

#include <optional>
#include <span>

#include "diagnosis/finding.h"
#include "diagnosis/observation.h"

namespace bncheck::diagnosis {

/// Returns the type that all wrong answers look rounded to: each is one of its numbers, and no
/// further from the truth than one rounding.
std::optional<Finding> explain_by_rounding(std::span<const Observation> observations);

}  // namespace bncheck::diagnosis
