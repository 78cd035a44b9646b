#pragma once

#include <string>
#include <vector>

#include "core/judge.h"
#include "properties/trial.h"

namespace bncheck::properties {

/// One running statistic of a module, channel by channel: what the implementation returned last,
/// what is exact, and how far honest updates may have led from it.
struct Tracked {
  std::vector<double> returned;
  std::vector<Ball> exact;
  std::vector<double> error;

  /// Takes values for exact.
  void set(const std::vector<double>& values);

  /// Takes an update that was answered: exact = keep*exact + fresh*batch, error = |keep|*error +
  /// the step's budget. Judges the answer.
  Judgement update(const char* what, const Ball& keep, const Ball& fresh,
                   const std::vector<Ball>& batch, const std::vector<double>& answer,
                   const Budget& step);

  /// Returns all that the exact value may have become by honest updates.
  std::vector<Ball> enclosed() const;
};

/// Judges y of evaluation for running statistics that may be anywhere in these balls: what they may
/// be off by moves into the budget, so that it counts against the range. It has answered. Claims
/// nothing where var + eps may be 0.
Judgement judge_evaluation(Trial& evaluation, const std::vector<Ball>& mean,
                           const std::vector<Ball>& var);

}  // namespace bncheck::properties
