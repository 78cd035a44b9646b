#pragma once

#include "bncheck/host/tensors.h"
#include "core/implementation.h"

namespace bncheck::host {

/// Adds what backward sees, and those of its outputs that are there to be wanted, and are.
void add_backward(Tensors& tensors, const Problem& problem, const SavedStatistics& saved);

/// Adds what double backward sees; d_weight is wanted where there is a weight. It is
/// never called in place.
void add_double_backward(Tensors& tensors, const Problem& problem, const SavedStatistics& saved,
                         const SecondGradients& second);

}  // namespace bncheck::host
