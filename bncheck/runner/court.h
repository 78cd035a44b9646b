#pragma once

#include "properties/trial.h"

namespace bncheck::runner {

/// Returns the court that judges with the program's oracle and error budgets.
properties::Court court_for(Implementation& implementation, const Dialect& dialect);

}  // namespace bncheck::runner
