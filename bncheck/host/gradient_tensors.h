#pragma once

#include "bncheck/host/tensors.h"
#include "core/implementation.h"

namespace bncheck::host {

/// Adds what backward sees.
void add_backward(Tensors& tensors, const Problem& problem, const SavedStatistics& saved);

/// Adds what double backward sees; d_weight is wanted where there is a weight.
void add_double_backward(Tensors& tensors, const Problem& problem, const SavedStatistics& saved,
                         const SecondGradients& second);

}  // namespace bncheck::host
