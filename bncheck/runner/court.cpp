#include "bncheck/runner/court.h"

#include <atomic>

#include "reference/certified_oracle.h"
#include "reference/error_budget.h"
#include "reference/precise_oracle.h"

namespace bncheck::runner {
namespace {

std::atomic<Truth> asked = Truth::certified;

const Oracle& oracle() {
  static const reference::CertifiedOracle certified;
  static const reference::PreciseOracle precise;
  if (asked == Truth::precise) return precise;
  return certified;
}

}  // namespace

void ask(Truth truth) { asked = truth; }

properties::Court court_for(Implementation& implementation, const Dialect& dialect) {
  static const reference::ErrorBudget budget;
  return {implementation, oracle(), budget, dialect};
}

}  // namespace bncheck::runner
