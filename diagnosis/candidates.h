#pragma once

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

/// Returns whether the second says what the first leaves open, or says as much for another reason.
bool is_worth_telling(const Weighed& first, const Weighed& second);

/// Returns what a hypothesis says, and whether it is certain of it: it says so where it is not in
/// force on every problem.
Finding finding_of(const Weighed& weighed);

}  // namespace bncheck::diagnosis
