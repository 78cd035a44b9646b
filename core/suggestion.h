#pragma once

#include <string>
#include <vector>

namespace bncheck {

/// Returns " (did you mean 'verify'?)" if one of the words is likely to be what was meant, else
/// nothing.
std::string suggestion(const std::string& unknown, const std::vector<std::string>& words);

}  // namespace bncheck
