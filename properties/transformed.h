#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/judge.h"
#include "properties/trial.h"

namespace bncheck::properties {

/// Returns the values times an exact factor.
std::vector<double> times(std::vector<double> values, double factor);

/// Returns the problem with value j of every channel given by value(channel, j).
Problem with_values(Problem problem,
                    const std::function<double(std::int64_t, std::int64_t)>& value);

/// Returns the problem at another input, without relation to x beyond its size: each value is about
/// half its neighbour's in the channel.
Problem with_second_input(const Problem& problem);

/// Returns what is left of a residual that must not be positive: zero where its middle is not.
Ball excess(const Ball& residual);

/// Returns the tensor with value j of every channel taken from place from(j).
std::vector<double> reordered(const std::vector<double>& tensor, const Shape& shape,
                              const std::function<std::int64_t(std::int64_t)>& from);

/// Returns what the contract lacks of the promise that equal calls give equal bits, as a skip.
std::optional<Judgement> lacks_determinism(Trial& trial);

/// Returns what the contract lacks of the promise that every element meets the same operations.
std::optional<Judgement> lacks_uniformity(Trial& trial);

/// Returns what the contract lacks of 1/sqrt as a rounded root and a rounded division.
std::optional<Judgement> lacks_rounded_root(Trial& trial);

/// Returns the judgement that the statuses of the two forward calls alone decide.
std::optional<Judgement> judge_statuses(Trial& first, Trial& second);

/// Judges two answers to what is exactly the same question: they may differ by both budgets.
Judgement judge_agreement(std::string_view what, const std::vector<double>& got, Budget got_budget,
                          const std::vector<double>& expected, const Budget& expected_budget);

}  // namespace bncheck::properties
