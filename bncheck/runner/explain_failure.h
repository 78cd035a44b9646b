#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/verdict.h"

namespace bncheck::runner {

/// What a law says of a case on which it fails when one field takes other values and all else
/// stays. Values are written as in the case line.
struct Variation {
  std::string field;                   ///< e.g. "eps"
  std::string value;                   ///< that of the case itself
  std::vector<std::string> fails;      ///< with which the law fails as well
  std::vector<std::string> holds;      ///< with which it holds
  std::vector<std::string> undecided;  ///< refused, inconclusive, or the law does not apply
};

/// Tries a few other values of every field, always the same ones, until it is interrupted; a field
/// that is not done with then is left out. Returns nothing if the case has more than kLargestVaried
/// values, each costing what the case costs, or if the law holds when the case is judged again.
std::vector<Variation> vary_fields(const Case& failing,
                                   const std::function<Verdict(const Case&)>& verdict_on,
                                   const std::function<bool()>& interrupted);

}  // namespace bncheck::runner
