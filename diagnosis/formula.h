#pragma once

#include <functional>
#include <vector>

#include "diagnosis/observation.h"

namespace bncheck::diagnosis {

/// One channel of a problem in balls, as a formula sees it. Fields are filled from top to bottom,
/// each by the definition or by what a formula puts in its place; a formula for one may use those
/// above it.
struct Channel {
  const Problem* problem = nullptr;   ///< as it is read
  const Observation* seen = nullptr;  ///< for formulas that build on what was answered
  std::size_t number = 0;
  bool backward = false;  ///< the statistics below are those that backward works with
  Ball m;
  Ball weight, bias, eps, momentum;
  Ball old_mean, old_var;  ///< the running statistics that were given
  std::vector<Ball> x, dy;
  Ball batch_mean, batch_var;  ///< exact, of the values
  Ball mean, var, invstd;      ///< what x is normalized with
  std::vector<Ball> centered;  ///< x - mean
  std::vector<Ball> xhat;      ///< centered * invstd
  Ball sum_dy, sum_dy_xhat;
  Ball tracked_divisor;  ///< of the variance that enters running_var; the dialect decides

  bool trains() const { return problem->mode == Mode::training; }
  std::size_t count() const { return x.size(); }
};

using ChannelValue = std::function<Ball(const Channel&)>;
using ElementValue = std::function<Ball(const Channel&, std::size_t j)>;

/// Batch norm with some of its parts replaced; an empty function is the definition's.
struct Formula {
  std::function<void(Problem&)> misread;  ///< what the problem is taken for
  ChannelValue mean, var, invstd;
  ElementValue y;
  ChannelValue save_mean, save_invstd, running_mean, running_var;
  ChannelValue dweight, dbias;
  ElementValue dx;
  bool other_second = false;  ///< double backward is that of the other mode
};

/// The calls in which a formula is in force; elsewhere the definition is.
struct Scope {
  bool training = true;
  bool evaluation = true;
  bool forward = true;
  bool backward = true;
  bool saved = true;  ///< also training's backward, which may take what forward saved instead

  bool covers(Mode mode, bool is_backward) const {
    if (mode == Mode::training && is_backward && !saved) return false;
    return (mode == Mode::training ? training : evaluation) && (is_backward ? backward : forward);
  }
};

/// Returns what an implementation of the formula answers where the formula is in force; nothing
/// for the other outputs. All that the answers rest on is taken from the observed problem.
Answers<Ball> answers_of(const Formula& formula, const Scope& scope, const Observation& seen);

/// Returns sum(a_j b_j).
Ball dot(const std::vector<Ball>& a, const std::vector<Ball>& b);

/// Returns sqrt(var), which is no number where var < 0: there sqrt of balls takes it for 0.
Ball root(const Ball& var);

/// Returns 1/sqrt(var), which is no number for 0 either.
Ball inverse_root(const Ball& var);

}  // namespace bncheck::diagnosis
