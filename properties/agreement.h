#pragma once

#include "core/verdict.h"

namespace bncheck::properties {

class Trial;

/// Judges y against the truth, within its budget.
Judgement agrees_in_output(Trial& trial);

/// Judges dx, dweight and dbias against the truth, each within its budget.
Judgement agrees_in_gradients(Trial& trial);

}  // namespace bncheck::properties
