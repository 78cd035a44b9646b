#pragma once

#include <string>

#include "core/oracle.h"
#include "properties/trial.h"

namespace bncheck::grading {

/// The largest error of all that forward returned, as a multiple of what is allowed.
struct LargestError {
  double ratio = 0;
  std::string output;  ///< which one
  bool finite = true;  ///< no value is infinite or NaN where a finite one is owed
};

/// Holds what forward answered against the budget of one contract; it has answered.
LargestError largest_error(properties::Trial& trial, const Contract& contract);

}  // namespace bncheck::grading
