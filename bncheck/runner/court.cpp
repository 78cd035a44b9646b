#include "bncheck/runner/court.h"

#include "reference/error_budget.h"
#include "reference/precise_oracle.h"

namespace bncheck::runner {

properties::Court court_for(Implementation& implementation, const Dialect& dialect) {
  static const reference::PreciseOracle oracle;
  static const reference::ErrorBudget budget;
  return {implementation, oracle, budget, dialect};
}

}  // namespace bncheck::runner
