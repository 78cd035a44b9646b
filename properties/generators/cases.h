#pragma once

#include <cstdint>
#include <vector>

#include "core/case.h"

namespace bncheck::properties::generators {

/// Restricts the cases to what an implementation is asked for; neither list is empty.
struct Selection {
  std::vector<DType> dtypes = {DType::f32, DType::f64};
  std::vector<Layout> layouts = {Layout::nchw, Layout::nhwc, Layout::strided};
};

/// Returns case number `index` of a campaign. It depends on the arguments alone: shards of a
/// campaign need no coordination.
Case case_at(std::uint64_t seed, std::uint64_t index, const Selection& selection);

}  // namespace bncheck::properties::generators
