#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/case.h"
#include "core/verdict.h"
#include "properties/generators/shrink.h"

namespace bncheck::runner {

/// No step has more values: it is put to the implementation many times.
inline constexpr std::int64_t kLargestStep = std::int64_t{1} << 22;

/// Returns much smaller cases like a large one that failed, the smallest first: the channel that
/// the evidence names, alone, of one image and then of twice as many each time, and the same with
/// all channels. None is larger than kLargestStep.
std::vector<Case> bold_steps(const Case& failing, const Judgement& seen);

/// Goes on, as generators::shrink does, from the first bold step that still fails; the steps that
/// shrink takes by itself would put a large case to the implementation again and again. Returns the
/// case itself if none fails.
properties::generators::Shrunk shrink_boldly(const Case& failing, const Judgement& seen,
                                             const std::function<bool(const Case&)>& still_fails,
                                             properties::generators::ShrinkBudget budget);

}  // namespace bncheck::runner
