#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/case.h"
#include "core/shape.h"
#include "properties/generators/cases.h"

namespace bncheck::runner {

/// The batch of the named sets where none is given: that of torchvision's training script for each
/// device (references/classification/train.py, --batch-size), small enough for any machine.
inline constexpr std::int64_t kUsualBatch = 32;

/// Reads what --shapes takes: names of sets and shapes such as 256x64x56x56 or 128x512, separated
/// by commas; `batch` belongs to the names. Throws UsageError that lists the sets, or says which
/// batch would fit.
std::vector<Shape> parse_shapes(std::string_view text, std::optional<std::int64_t> batch);

/// Returns the cases of the shapes in each type and layout: activations of several shifts and
/// scales, and small gradients, as training meets them. The seed chooses the values.
std::vector<Case> cases_of(const std::vector<Shape>& shapes, std::uint64_t seed,
                           const properties::generators::Selection& selection);

}  // namespace bncheck::runner
