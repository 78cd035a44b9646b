#pragma once

#include <string>
#include <vector>

namespace bncheck::runner {

/// Returns the name of the processor and how many of them there are, as the system says.
std::string processor();

/// Returns where this program runs, a short text each: the processor, the operating system, and the
/// compiler that made the program. Neither a user nor the name of a machine is told.
std::vector<std::string> environment();

}  // namespace bncheck::runner
