#pragma once

#include "core/verdict.h"

namespace bncheck::properties {

class Trial;

/// Judges y against the truth, within its budget.
Judgement agrees_in_output(Trial& trial);

/// Judges dx, dweight and dbias against the truth, each within its budget.
Judgement agrees_in_gradients(Trial& trial);

/// Judges d_dy, d_x and d_weight against the truth, each within its budget.
Judgement agrees_in_second_gradients(Trial& trial);

}  // namespace bncheck::properties
