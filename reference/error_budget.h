#pragma once

#include "core/oracle.h"

namespace bncheck::reference {

/// The only home of tolerance arithmetic: bounds, per element, what an implementation may be off
/// that does what its contract declares, and nothing worse. Every bound is derived in
/// docs/numerics.md and holds for every order of summation of the declared height, with or without
/// fused multiply-adds. No bound contains a safety factor.
class ErrorBudget : public ErrorModel {
 public:
  ForwardBudget forward(const Problem& problem, const Contract& contract, const Dialect& dialect,
                        const Statistics<Ball>& statistics) const override;

  BackwardBudget backward(const Problem& problem, const Contract& contract,
                          const Statistics<Ball>& statistics) const override;

  DoubleBackwardBudget double_backward(const Problem& problem, const SecondGradients& second,
                                       const Contract& contract,
                                       const Statistics<Ball>& statistics) const override;
};

}  // namespace bncheck::reference
