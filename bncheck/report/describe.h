#pragma once

#include <string>

#include "bncheck/runner/campaign.h"

namespace bncheck::report {

/// Prints a number as people read it, with its exact bits: "0.25 (0x1p-2)".
std::string describe(double value);

/// Tells a failure: the law, the element, got, truth, budget, the case on one line and the command
/// that repeats it. Several lines, each indented by two.
std::string describe(const runner::Failure& failure, const std::string& implementation);

/// Tells what a judgement rests on: element, got, truth, budget and ratio; several lines.
std::string describe(const Judgement& judgement);

}  // namespace bncheck::report
