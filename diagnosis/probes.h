#pragma once

#include <string>
#include <vector>

#include "core/case.h"
#include "diagnosis/cause.h"

namespace bncheck::diagnosis {

/// Returns the problems that are put to every implementation that failed, small ones made to tell
/// hypotheses apart: few equal numbers, statistics far from each other, distinct parameters.
std::vector<Problem> probes(DType dtype);

/// Returns whether the shape is larger, in some extent, than that of every probe.
bool is_beyond_probes(const Shape& shape);

/// A probe, and the same with one thing changed. Where the first is answered rightly and the
/// second is not, that thing is the cause.
struct Contrast {
  Cause cause;
  std::string sentence;  ///< a clause that follows "it looks like:"
  Problem plain, changed;
};

/// Returns contrasts of two probes, one for each mode.
std::vector<Contrast> contrasts(DType dtype);

/// Returns problems that differ from one that is answered wrongly in one thing each, which is made
/// plain: where the answer is then right, that thing is the cause.
std::vector<Contrast> made_plain(const Problem& wrong);

}  // namespace bncheck::diagnosis
