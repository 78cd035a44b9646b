#pragma once

#include "core/oracle.h"

namespace bncheck::reference {

/// Decides the truth in ball arithmetic: the definition of batch norm (reference/batch_norm.h),
/// with a proven bound on every rounding. Each channel is computed in the narrowest of a few fixed
/// widths that is wide enough for its values; only a hard channel pays for more bits. Has no state:
/// threads may share one.
///
/// Where the definition has no value the ball has an infinite radius. That is so for
///   - invstd, y, dx, dweight and all of double backward where var + eps <= 0 (a constant channel
///   in training with eps 0, a
///     negative running_var in evaluation): dialects differ;
///   - the mean, var and invstd of an empty channel in training, whose running statistics stay as
///     they are and whose dweight and dbias are sums of nothing, 0;
///   - whatever depends on an infinity or a NaN among the inputs;
///   - a value beyond the range of double.
class PreciseOracle : public Oracle {
 public:
  Statistics<Ball> statistics(const Problem& problem) const override;
  Forward<Ball> forward(const Problem& problem, const Dialect& dialect) const override;
  Backward<Ball> backward(const Problem& problem) const override;
  DoubleBackward<Ball> double_backward(const Problem& problem,
                                       const SecondGradients& second) const override;
};

/// Returns the width in bits with which PreciseOracle begins a channel.
int first_width(const Problem& problem, std::int64_t channel, bool backward);

/// The same for double backward.
int first_width(const Problem& problem, const SecondGradients& second, std::int64_t channel);

}  // namespace bncheck::reference
