#pragma once

#include "core/oracle.h"

namespace bncheck::reference {

/// Decides the truth in exact rational arithmetic, for small problems with finite inputs: every
/// answer is a + b/sqrt(var + eps) with rational a and b, and only the root is enclosed, to 400
/// bits. Shares no formula with reference/batch_norm.h, so that one checks the other. Has a value
/// where PreciseOracle has one, and otherwise a ball of infinite radius.
class RationalOracle : public Oracle {
 public:
  Statistics<Ball> statistics(const Problem& problem) const override;
  Forward<Ball> forward(const Problem& problem, const Dialect& dialect) const override;
  Backward<Ball> backward(const Problem& problem) const override;
  DoubleBackward<Ball> double_backward(const Problem& problem,
                                       const SecondGradients& second) const override;
};

}  // namespace bncheck::reference
