#include "bncheck/runner/court.h"

#include "reference/certified_oracle.h"
#include "reference/error_budget.h"

namespace bncheck::runner {

properties::Court court_for(Implementation& implementation, const Dialect& dialect) {
  static const reference::CertifiedOracle oracle;
  static const reference::ErrorBudget budget;
  return {implementation, oracle, budget, dialect};
}

}  // namespace bncheck::runner
