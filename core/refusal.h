#pragma once

#include "core/batch_norm.h"
#include "core/dialect.h"

namespace bncheck {

/// Returns whether it is right to call the arguments BN_INVALID_ARGUMENT: because the operation has
/// no answer (O8), or because the dialect does not take one value per channel (D4), this eps (D6),
/// an empty batch (D7) or an absent weight or bias (D8). eps is the one that is computed with.
bool may_be_refused(const Problem& problem, const Dialect& dialect);

}  // namespace bncheck
