#pragma once

#include "properties/trial.h"

namespace bncheck::runner {

/// Who knows the truth. Both enclose it, by ways that share nothing but the definition: a law that
/// comes to another verdict with the other oracle has found a bug in one of them.
///   certified  exact sums and directed rounding, at the speed of floating point
///   precise    ball arithmetic of 192 to 2304 bits
enum class Truth { certified, precise };

/// Has all courts of the program ask this oracle from now on; it is the certified one until then.
void ask(Truth truth);

/// Returns the court that judges with the program's oracle and error budgets.
properties::Court court_for(Implementation& implementation, const Dialect& dialect);

}  // namespace bncheck::runner
