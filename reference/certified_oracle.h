#pragma once

#include "core/oracle.h"
#include "reference/certified/decision.h"

namespace bncheck::reference {

/// Correctly rounded outputs, and how many of their values each tier decided.
template <class Outputs>
struct Rounded {
  Outputs outputs;
  TierCounts tiers;
};

/// Decides the truth at the speed of floating point. Sums are exact; every value is then a +
/// b/sqrt(c) with a, b and c known exactly (docs/numerics.md, 10), so that it can be enclosed as
/// tightly, and rounded as correctly, as is asked. Has no state: threads may share one.
///
/// Where the definition has no value the ball has an infinite radius, and the rounded value is NaN:
///   - invstd, y, dx and dweight where var + eps <= 0 (a constant channel in training with eps 0, a
///     negative running_var in evaluation): dialects differ;
///   - the mean, var and invstd of an empty channel in training, whose running statistics stay as
///     they are and whose dweight and dbias are sums of nothing, 0;
///   - whatever depends on an infinity or a NaN among the inputs.
/// A value beyond the range of double has a ball of infinite radius, and rounds to infinity.
class CertifiedOracle : public Oracle {
 public:
  /// The channels of a problem are shared out among the threads.
  explicit CertifiedOracle(unsigned threads = 1) : threads_(threads) {}

  Statistics<Ball> statistics(const Problem& problem) const override;
  Forward<Ball> forward(const Problem& problem, const Dialect& dialect) const override;
  Backward<Ball> backward(const Problem& problem) const override;

  /// Asks the precise oracle: nothing is certified twice, and nothing is rounded.
  DoubleBackward<Ball> double_backward(const Problem& problem,
                                       const SecondGradients& second) const override;

  /// Returns the outputs in the types that an implementation answers in: y and dx in the tensor's,
  /// the others in that of the parameters; the nearest numbers, ties to even. The second form of
  /// each uses the memory that `out` already has.
  Rounded<Forward<double>> rounded_forward(const Problem& problem, const Dialect& dialect) const;
  void rounded_forward(const Problem& problem, const Dialect& dialect,
                       Rounded<Forward<double>>& out) const;
  Rounded<Backward<double>> rounded_backward(const Problem& problem) const;
  void rounded_backward(const Problem& problem, Rounded<Backward<double>>& out) const;

 private:
  unsigned threads_;
};

}  // namespace bncheck::reference
