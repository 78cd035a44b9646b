#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/judge.h"
#include "core/shape.h"

namespace bncheck::properties {

class Trial;

/// Returns what each answer may stand for: the value, widened by its budget.
std::vector<Ball> enclose(std::span<const double> got, const Budget& budget);

/// What the values of one channel may sum to, and a bound of the sum of their ranges.
struct ChannelSum {
  Ball total;
  double range = 0;
};

/// Returns the sum of a channel's answers, each widened by its budget.
ChannelSum sum_channel(std::span<const double> got, const Budget& budget, const Shape& shape,
                       std::int64_t channel);

/// Returns whether the problem is training over at least two values a channel, where every
/// dialect defines the operation, and there is a channel.
bool trains(const Trial& trial);

/// Returns whether the problem is evaluation of at least one value, with every running_var + eps
/// positive, as the root needs.
bool evaluates(const Trial& trial);

/// Returns whether the implementation offers backward.
bool has_backward(const Trial& trial);

/// Returns whether the problem trains and the implementation offers backward.
bool trains_with_backward(const Trial& trial);

/// Returns whether the problem trains and tracks running statistics.
bool trains_with_running(const Trial& trial);

/// Takes one more part of a tensor into the judgement of the whole: broken if a part is, and
/// undecided only if no part could be decided. Of equal verdicts the largest ratio is kept, of
/// equal ratios the first element.
void merge_part(Judgement& whole, Judgement part);

/// The residuals of one law, one per channel or one per element, judged together: broken if one is,
/// and inconclusive only if nothing could be decided for any.
class Residuals {
 public:
  explicit Residuals(std::string_view what) : what_(what) {}

  /// Judges the residual of the next channel; see judge_residual for the range.
  void add(const Ball& residual, double range) { add_at(channel_++, residual, range); }

  /// Judges the residual of the element with this logical index.
  void add_at(std::size_t index, const Ball& residual, double range);

  /// Returns the conclusion; skip if there was no channel.
  const Judgement& judgement() const { return worst_; }

 private:
  std::string_view what_;
  std::size_t channel_ = 0;
  Judgement worst_{Verdict::skip, "there is no channel", {}};
};

}  // namespace bncheck::properties
