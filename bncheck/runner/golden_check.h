#pragma once

#include <string>
#include <vector>

#include "core/implementation.h"
#include "core/verdict.h"
#include "golden/test_vector.h"

namespace bncheck::runner {

/// Judges the published answer itself: every output within the oracle's truth and the budget of the
/// arithmetic that the vector says produced it.
Judgement certify(const golden::TestVector& vector);

/// Judges an implementation on the vector's input. Both it and the published answer are within
/// their own budgets of the truth, so they may differ by the sum of the two (triangle inequality).
/// Skip where the implementation refuses, or saves other statistics than the vector's dialect.
Judgement compare(const golden::TestVector& vector, Implementation& implementation);

}  // namespace bncheck::runner
