#pragma once

#include "core/batch_norm.h"
#include "core/oracle.h"
#include "core/verdict.h"

namespace bncheck::properties {

class Trial;

/// Judges y against the truth, within its budget.
Judgement agrees_in_output(Trial& trial);

/// Judges dx, dweight and dbias against the truth, each within its budget.
Judgement agrees_in_gradients(Trial& trial);

/// How equal two answers to the same question must be: to the bit, to the bit in all elements that
/// have a budget, or within both budgets.
enum class Closeness { bits, bits_in_budget, budgets };

/// Returns the problem, to be called in this manner.
Problem called(Problem problem, const Manner& manner);

/// Judges all that forward answered in the first trial against the second one: the same problem,
/// called in another manner. What is not wanted is left out. Both have answered.
Judgement same_outputs(Trial& got, Trial& expected, Closeness closeness);

/// The same of backward.
Judgement same_gradients(Trial& got, Trial& expected, Closeness closeness);

/// Judges gradients that a call of the same contract returned.
Judgement same_gradients(const Backward<double>& got, Trial& expected, Closeness closeness);

}  // namespace bncheck::properties
