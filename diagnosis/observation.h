#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/implementation.h"
#include "core/oracle.h"

namespace bncheck::diagnosis {

/// All outputs of all calls, in the order of their structs.
enum class Output {
  y,
  save_mean,
  save_invstd,
  running_mean,
  running_var,
  dx,
  dweight,
  dbias,
  d_dy,
  d_x,
  d_weight
};

inline constexpr std::size_t kOutputs = 11;

std::string_view to_string(Output output);

/// Values by output; an empty list where there is none.
template <class T>
struct Answers {
  std::array<std::vector<T>, kOutputs> values;

  std::vector<T>& operator[](Output output) { return values[static_cast<std::size_t>(output)]; }
  const std::vector<T>& operator[](Output output) const {
    return values[static_cast<std::size_t>(output)];
  }
};

/// The implementation that failed, and who knows what it should have answered.
struct Suspect {
  Implementation& implementation;
  const Oracle& oracle;
  const ErrorModel& error_model;
  Dialect dialect;
  /// Opens an instance that has not been asked anything; may be empty.
  std::function<std::unique_ptr<Implementation>()> reopen = {};
};

/// What the implementation answered to one problem, beside the truth and its own budget. Backward
/// is given the oracle's statistics, rounded, so that it answers for itself alone.
struct Observation {
  Problem problem;  ///< as it was put
  Dialect dialect;
  Contract contract;
  SavedStatistics given;
  SecondGradients second;
  Answers<double> got;
  Answers<Ball> truth;
  Answers<double> budget;
  std::string fault;  ///< what a call that crashed, hung or did damage did
  /// How a call ended that gave no answer, nor did damage: `refused` wherever the dialect lets it.
  std::optional<CallStatus> rejected;

  /// Returns the problem with the eps that the dialect computes with, which the truth is of.
  Problem understood() const;

  bool trains() const { return problem.mode == Mode::training; }

  /// Returns whether the answer is further from the truth than the budget allows.
  bool is_wrong(Output output) const { return wrong[static_cast<std::size_t>(output)]; }
  bool is_wrong() const;
  bool has(Output output) const { return !got[output].empty(); }

  std::array<bool, kOutputs> wrong{};
};

/// Puts one problem to the implementation: forward, backward and double backward, where it has
/// them.
Observation observe(const Suspect& suspect, const Problem& problem);

/// Returns whether each value lies within its radius of its ball. A ball of infinite radius stands
/// for a value that is no number, and holds those alone.
bool holds(const std::vector<double>& got, const std::vector<Ball>& expected,
           const std::vector<double>& radius);

/// Returns the budget of an output for another exact answer. The same arithmetic makes errors that
/// are as large, beside the largest value of a channel, as the budget is in its worst channel.
std::vector<double> scaled_budget(const Observation& seen, Output output,
                                  const std::vector<Ball>& expected);

}  // namespace bncheck::diagnosis
