#pragma once

#include "core/verdict.h"

namespace bncheck::properties {

class Trial;

/// Puts poison(value), which is no finite number, at one place of x in every second channel, then
/// of dy, and judges what no honest arithmetic can avoid: y, save_mean and running_mean of the
/// channel, and dx, dweight and dbias for a poisoned dy, are not finite; the other channels keep
/// their bits where the contract promises that equal calls give equal bits. A variance may be
/// clipped, and its inverse root be 0, so that neither is judged; a weight or a momentum of 0 may
/// hide what it multiplies.
Judgement judge_poison(Trial& trial, double (*poison)(double value));

}  // namespace bncheck::properties
