#pragma once

#include <string>

namespace bncheck::report {

/// Names the fields in which two events differ, "seed, cases"; empty if they are equal.
std::string differences(const std::string& line, const std::string& other);

}  // namespace bncheck::report
