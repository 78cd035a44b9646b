#pragma once

#include <optional>
#include <span>

#include "diagnosis/finding.h"
#include "diagnosis/observation.h"

namespace bncheck::diagnosis {

/// Returns where the first mistake must lie, judged by which outputs are wrong and which are not:
/// nothing if that does not tell. The last resort where no formula fits.
std::optional<Finding> locate(std::span<const Observation> observations);

}  // namespace bncheck::diagnosis
