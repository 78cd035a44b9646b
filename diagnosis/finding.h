#pragma once

#include <string>
#include <vector>

#include "core/batch_norm.h"
#include "diagnosis/cause.h"

namespace bncheck::diagnosis {

/// One thing that the answers look like.
struct Finding {
  Cause cause;
  std::string sentence;  ///< a clause that follows "it looks like this: "
  bool operator==(const Finding&) const = default;
};

/// At most so many are told: the reader wants to know where to look.
inline constexpr std::size_t kTold = 2;

/// Returns what a fault says by itself; it happened on a problem like this.
std::vector<Finding> explain_fault(const std::string& message, const Config& problem);

}  // namespace bncheck::diagnosis
