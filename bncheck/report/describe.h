#pragma once

#include <map>
#include <optional>
#include <string>

#include "bncheck/runner/campaign.h"

namespace bncheck::report {

/// The implementation under test, as the reports name it.
struct Subject {
  std::string name;     ///< as the user wrote it
  std::string version;  ///< as it declares
  std::string replay;   ///< the command that repeats a case, up to --property; may be empty
  std::map<std::string, std::string> contracts = {};  ///< for an ordinary problem of each type
};

/// Tells a failure: the law, the element, got, truth, budget, the case on one line, what of it
/// matters, the case it was found in and the command that repeats it. Several lines; all but the
/// first are indented by two.
std::string describe(const runner::Failure& failure, const Subject& subject);

/// Returns "0.0125 of the budget" for a ratio of error to budget of at most 1.
std::string part_of_budget(double ratio);

/// Tells what a judgement rests on: element, got, truth, budget and ratio; several lines. An
/// element of a tensor of the shape, where one is given, is told by its coordinates, too.
std::string describe(const Judgement& judgement, const std::optional<Shape>& shape = {});

/// Returns the last line of a run: "2 properties, 1 case, 2 passed, 0 failed, ...".
std::string tally(std::size_t laws, std::uint64_t cases, const runner::LawTotals& totals);

}  // namespace bncheck::report
