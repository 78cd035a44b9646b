#pragma once

#include <cstdint>
#include <vector>

#include "core/case.h"

namespace bncheck::properties::generators {

/// Restricts the cases to what an implementation is asked for; neither list is empty. Each tensor
/// has a layout of the list of its own; but expanded is for a dy of one value, and without another
/// in the list all else is nchw.
struct Selection {
  std::vector<DType> dtypes = {DType::f32, DType::f64};
  std::vector<Layout> layouts = {Layout::nchw,     Layout::nhwc,   Layout::strided,
                                 Layout::permuted, Layout::sliced, Layout::expanded,
                                 Layout::far};
};

/// Returns case number `index` of a campaign. It depends on the arguments alone: shards of a
/// campaign need no coordination.
Case case_at(std::uint64_t seed, std::uint64_t index, const Selection& selection);

}  // namespace bncheck::properties::generators
