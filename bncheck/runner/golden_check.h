#pragma once

#include <string>
#include <vector>

#include "core/implementation.h"
#include "core/verdict.h"
#include "golden/test_vector.h"

namespace bncheck::runner {

/// Judges the published answer itself: every output within the oracle's truth and the budget of the
/// arithmetic that the vector says produced it; or, where it is an error, that the dialect refuses.
/// Of an empty batch only the running statistics are judged: they must be what they were. A vector
/// flagged KnownDeviation fails if it does not deviate, and is skipped with its reason if
/// it does.
Judgement certify(const golden::TestVector& vector);

/// Judges an implementation on the vector's input. Both it and the published answer are within
/// their own budgets of the truth, so they may differ by the sum of the two (triangle inequality).
/// Skip where the implementation refuses, or saves other statistics than the vector's dialect, or
/// where the published answer is a documented deviation. Where that is an error, the implementation
/// must refuse or call the arguments invalid; or may, where the dialect does not demand it. An
/// empty batch may end in any way but a fault.
Judgement compare(const golden::TestVector& vector, Implementation& implementation);

}  // namespace bncheck::runner
