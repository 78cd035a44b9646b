#pragma once

#include <optional>
#include <span>

#include "diagnosis/finding.h"
#include "diagnosis/observation.h"

namespace bncheck::diagnosis {

/// Returns the weakest promise, narrowest first, with whose budget all wrong answers would be
/// right: fewer bits, one pass, folded application. Nothing if none is enough.
std::optional<Finding> explain_by_contract(const Suspect& suspect,
                                           std::span<const Observation> observations);

}  // namespace bncheck::diagnosis
