#pragma once

#include <string>

#include "diagnosis/cause.h"

namespace bncheck::diagnosis {

/// One thing that the answers look like.
struct Finding {
  Cause cause;
  std::string sentence;  ///< as it is printed; inside of this room a clause, as_sentence() ends it
  bool sure = true;      ///< it was shown, by a formula that fits every answer or by an experiment
  bool operator==(const Finding&) const = default;
};

/// At most so many are told: the reader wants to know where to look.
inline constexpr std::size_t kTold = 2;

}  // namespace bncheck::diagnosis
