#pragma once

#include <memory>
#include <optional>

#include "bncheck/bench/competitor.h"
#include "bncheck/bench/measurement.h"

namespace bncheck::bench {

/// One that takes part, and what tables call it.
struct Entrant {
  std::string label;
  std::unique_ptr<Competitor> competitor;
  bool is_limit = false;
};

/// Times all entrants at one workload, taking turns: in each round every one of them makes some
/// calls, and who begins changes from round to round. A turn begins with calls without a clock, and
/// with several threads by a pause, so that no one pays for what another left in the caches and for
/// its threads that still spin. Returns one measurement for each, rated, in their order.
/// rounds: nothing for as many as suit the size.
std::vector<Measurement> race(std::vector<Entrant>& entrants, const Workload& workload,
                              Stage& stage, std::optional<unsigned> rounds);

}  // namespace bncheck::bench
