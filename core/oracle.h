#pragma once

#include "core/ball.h"
#include "core/batch_norm.h"
#include "core/contract.h"
#include "core/dialect.h"
#include "core/judge.h"

namespace bncheck {

/// Decides the truth: every answer is a ball that holds the exact value.
class Oracle {
 public:
  virtual ~Oracle() = default;

  /// Returns what x is normalized with.
  virtual Statistics<Ball> statistics(const Problem& problem) const = 0;

  /// Returns what forward must return in the dialect: save_invstd holds what the dialect saves
  /// there, and the saved statistics are empty where it saves none.
  virtual Forward<Ball> forward(const Problem& problem, const Dialect& dialect) const = 0;

  /// Returns the derivative at x with x's exact statistics.
  virtual Backward<Ball> backward(const Problem& problem) const = 0;

  /// Returns the derivatives of backward along the second gradients, at x with x's exact
  /// statistics.
  virtual DoubleBackward<Ball> double_backward(const Problem& problem,
                                               const SecondGradients& second) const = 0;
};

/// Derives the error an honest implementation of a contract may make, output by output, in the
/// order of Forward, Backward and DoubleBackward.
class ErrorModel {
 public:
  virtual ~ErrorModel() = default;

  struct ForwardBudget {
    Budget y, save_mean, save_invstd, running_mean, running_var;
  };
  struct BackwardBudget {
    Budget dx, dweight, dbias;
  };
  struct DoubleBackwardBudget {
    Budget d_dy, d_x, d_weight;
  };

  virtual ForwardBudget forward(const Problem& problem, const Contract& contract,
                                const Dialect& dialect,
                                const Statistics<Ball>& statistics) const = 0;
  virtual BackwardBudget backward(const Problem& problem, const Contract& contract,
                                  const Statistics<Ball>& statistics) const = 0;
  virtual DoubleBackwardBudget double_backward(const Problem& problem,
                                               const SecondGradients& second,
                                               const Contract& contract,
                                               const Statistics<Ball>& statistics) const = 0;
};

}  // namespace bncheck
