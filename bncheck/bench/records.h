#pragma once

#include <string>
#include <vector>

#include "bncheck/bench/measurement.h"
#include "bncheck/bench/race.h"

namespace bncheck::bench {

/// Returns the first line of a record: the program, the machine, and who takes part.
std::string start_record(const std::vector<Entrant>& entrants);

/// Returns one line of JSON for each measurement of one workload.
std::string records(const std::vector<Measurement>& measurements, const Workload& workload);

/// Returns the name of the processor and how many of them there are, as the system says.
std::string machine();

}  // namespace bncheck::bench
