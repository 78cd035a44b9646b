#pragma once

#include <span>
#include <vector>

#include "diagnosis/finding.h"
#include "diagnosis/weigh.h"

namespace bncheck::diagnosis {

/// Returns the hypotheses that the answers to the probes do not contradict.
std::vector<Weighed> candidates_of(const std::vector<Observation>& probes);

/// Adds what the observations behind the first `probes` say to what the probes said; keeps what
/// explains something, the likeliest first.
std::vector<Weighed> weighed_again(const std::vector<Weighed>& candidates,
                                   const std::vector<Observation>& all, std::size_t probes);

/// Returns what the hypotheses say, which are in order: the first, and one that says more or as
/// much for another reason. A sentence tells where its formula is not always in force. It is sure
/// if it is, and explains all that is wrong, on several problems, and nothing else does.
std::vector<Finding> findings_of(std::span<const Weighed> likely);

}  // namespace bncheck::diagnosis
